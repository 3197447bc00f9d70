# Volumes in one shape, whether a resource of their own or a block of an instance or template.
package portcullis.examples.cost_and_size.volumes

import rego.v1

import data.portcullis.examples.cost_and_size.plan

# {resource, where, size, type}; a size or type that nobody wrote is not known before apply and
# absent.
changed := [volume |
	some rc in plan.changed
	some found in in_values(rc.type, rc.change.after)
	volume := object.union(found, {"resource": rc})
]

in_values(kind, values) := [volume("the volume", values, "size", "type")] if {
	kind == "aws_ebs_volume"
} else := [found |
	some key in ["root_block_device", "ebs_block_device"]
	some i, block in plan.list(values, key)
	found := volume(sprintf("%s[%d]", [key, i]), block, "volume_size", "volume_type")
] if {
	kind in {"aws_instance", "aws_launch_configuration"}
} else := [found |
	some i, mapping in plan.list(values, "block_device_mappings")
	some ebs in plan.list(mapping, "ebs")
	found := volume(sprintf("block_device_mappings[%d]", [i]), ebs, "volume_size", "volume_type")
] if {
	kind == "aws_launch_template"
} else := []

volume(where, values, size_key, type_key) := object.union(
	{"where": where},
	object.union(
		{"size": size | size := values[size_key]; is_number(size)},
		{"type": type | type := values[type_key]; is_string(type); type != ""},
	),
)
