# Disks and databases are encrypted.
package terraform

import rego.v1

# The argument that switches encryption on, by type.
encryption_argument := {
	"aws_db_instance": "storage_encrypted",
	"aws_ebs_volume": "encrypted",
	"aws_efs_file_system": "encrypted",
	"aws_rds_cluster": "storage_encrypted",
}

deny contains message if {
	some rc in input.tfplan.resource_changes
	rc.mode == "managed"
	is_object(rc.change.after)
	some action in ["create", "update"]
	action in rc.change.actions
	argument := encryption_argument[rc.type]
	not rc.change.after[argument] == true
	not rc.change.after_unknown[argument] == true
	message := sprintf(
		"%s: %s is not true; set it, which for an existing resource means a snapshot and a replacement",
		[rc.address, argument],
	)
}

deny contains message if {
	some rc in input.tfplan.resource_changes
	rc.mode == "managed"
	rc.type == "aws_instance"
	"create" in rc.change.actions
	some kind in ["root_block_device", "ebs_block_device"]
	some i, block in rc.change.after[kind]
	block.encrypted == false
	message := sprintf("%s: %s[%d].encrypted is false; set it to true", [rc.address, kind, i])
}
