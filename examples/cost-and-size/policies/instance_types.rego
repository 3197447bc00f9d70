# EC2 instances use the types that their environment allows.
package portcullis.examples.cost_and_size.instance_types

import rego.v1

import data.portcullis.examples.cost_and_size.environment
import data.portcullis.examples.cost_and_size.plan

deny contains message if {
	some rc in plan.changed
	some type in types(rc)
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

types(rc) := [type |
	type := rc.change.after.instance_type
	is_string(type)
	type != ""
] if {
	rc.type in {"aws_instance", "aws_launch_template", "aws_launch_configuration"}
} else := [type | some type in plan.list(rc.change.after, "instance_types"); is_string(type)] if {
	rc.type == "aws_eks_node_group"
}
