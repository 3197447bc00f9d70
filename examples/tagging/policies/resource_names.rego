# Names that people meet in bills, alarms and consoles: lower case, digits, single hyphens.
package tagging.resource_names

import rego.v1

import data.tagging.plan

# The argument that names a resource in AWS, by type.
naming_argument := {
	"aws_cloudwatch_metric_alarm": "alarm_name",
	"aws_db_instance": "identifier",
	"aws_ecs_cluster": "name",
	"aws_ecs_service": "name",
	"aws_eks_cluster": "name",
	"aws_iam_role": "name",
	"aws_lambda_function": "function_name",
	"aws_lb": "name",
	"aws_opensearch_domain": "domain_name",
	"aws_rds_cluster": "cluster_identifier",
	"aws_s3_bucket": "bucket",
	"aws_security_group": "name",
	"aws_sns_topic": "name",
	"aws_sqs_queue": "name",
}

aws_name_pattern := `^[a-z0-9]+(-[a-z0-9]+)*(\.fifo)?$`

label_pattern := `^[a-z][a-z0-9_]*$`

deny contains message if {
	some rc in plan.changed
	name := rc.change.after[naming_argument[rc.type]]
	is_string(name)
	not regex.match(aws_name_pattern, name)
	message := sprintf(
		`%s: %s is "%s", expected lower-case words joined by hyphens; rename it, for example to "%s"`,
		[rc.address, naming_argument[rc.type], name, suggestion(name)],
	)
}

# The label of the resource block in the configuration, which becomes part of every address.
deny contains message if {
	some rc in plan.changed
	startswith(rc.type, "aws_")
	not regex.match(label_pattern, rc.name)
	message := sprintf(
		`%s: the block is labelled "%s", expected snake_case; rename it and add a moved block so that nothing is replaced`,
		[rc.address, rc.name],
	)
}

suggestion(name) := trim(regex.replace(lower(name), `[^a-z0-9]+`, "-"), "-")
