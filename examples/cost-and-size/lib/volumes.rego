# Volumes in one shape, whether a resource of their own or a block of an instance or template.
package cost_and_size.volumes

import rego.v1

import data.cost_and_size.plan

types := {"aws_ebs_volume", "aws_instance", "aws_launch_configuration", "aws_launch_template"}

# {resource, where, size, type}; a size or type that nobody wrote is null.
changed := [volume |
	some rc in plan.of_types(types)
	some found in in_values(rc.type, rc.change.after)
	volume := object.union(found, {"resource": rc})
]

in_values(kind, values) := [volume("the volume", values, "size", "type")] if {
	kind == "aws_ebs_volume"
} else := [volume(sprintf("%s[%d]", [key, i]), block, "volume_size", "volume_type") |
	some key in ["root_block_device", "ebs_block_device"]
	some i, block in plan.list(values, key)
] if {
	kind in {"aws_instance", "aws_launch_configuration"}
} else := [volume(sprintf("block_device_mappings[%d]", [i]), ebs, "volume_size", "volume_type") |
	some i, mapping in plan.list(values, "block_device_mappings")
	some ebs in plan.list(mapping, "ebs")
] if {
	kind == "aws_launch_template"
} else := []

volume(where, values, size_key, type_key) := {
	"where": where,
	"size": object.get(values, size_key, null),
	"type": object.get(values, type_key, null),
}
