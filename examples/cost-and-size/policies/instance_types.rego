# EC2 instances use the types that their environment allows.
package cost_and_size.instance_types

import rego.v1

import data.cost_and_size.environment
import data.cost_and_size.plan

kinds := {"aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_eks_node_group"}

deny contains message if {
	some rc in plan.of_types(kinds)
	some type in types(rc)
	is_string(type)
	type != ""
	allowed := environment.limits(rc).instance_types
	not type in allowed
	message := sprintf(
		"%s: instance type %s is not allowed in %s, expected one of %s; choose one of these or ask for an exception",
		[rc.address, type, environment.name(rc), concat(", ", allowed)],
	)
}

# An instance from a launch template reads its type back from there, and the template is judged.
deny contains message if {
	some rc in plan.of_types({"aws_instance", "aws_launch_template"})
	plan.is_unknown(rc, "instance_type")
	count(plan.list(rc.change.after, "launch_template")) == 0
	message := sprintf(
		"%s: its instance type is known only after apply, expected one that the plan shows; write it in the configuration",
		[rc.address],
	)
}

types(rc) := plan.list(rc.change.after, "instance_types") if {
	rc.type == "aws_eks_node_group"
} else := [rc.change.after.instance_type]
