# Nothing that holds data is destroyed or replaced, unless the workspace is tagged `ephemeral`.
package terraform

import rego.v1

data_types := {
	"aws_db_instance",
	"aws_dynamodb_table",
	"aws_ebs_volume",
	"aws_efs_file_system",
	"aws_kms_key",
	"aws_opensearch_domain",
	"aws_rds_cluster",
	"aws_s3_bucket",
}

deny contains message if {
	not is_ephemeral
	some rc in input.tfplan.resource_changes
	rc.mode == "managed"
	rc.type in data_types
	"delete" in rc.change.actions
	message := sprintf(
		"%s: this plan would %s it and lose its data; keep it with prevent_destroy, or take it out of the state with a removed block",
		[rc.address, what_happens(rc.change.actions)],
	)
}

what_happens(actions) := "replace" if {
	"create" in actions
} else := "destroy"

is_ephemeral if "ephemeral" in input.tfrun.workspace.tags
