# Databases get no public address.
package network_exposure.no_public_databases

import rego.v1

import data.network_exposure.plan

types := {"aws_db_instance", "aws_rds_cluster_instance", "aws_redshift_cluster", "aws_dms_replication_instance"}

# Where it was not written, the provider's default (false) or the subnet group decides.
deny contains message if {
	some rc in plan.of_types(types)
	rc.change.after.publicly_accessible == true
	message := sprintf(
		"%s: publicly_accessible is true, expected false; keep it in private subnets and connect through the VPC",
		[rc.address],
	)
}

# Expected to be readable before apply: an unknown answer must not look like a pass.
deny contains message if {
	some rc in plan.of_types(types)
	plan.is_unknown(rc, "publicly_accessible")
	is_written(rc)
	message := sprintf(
		"%s: publicly_accessible is known only after apply, expected false; write false in the configuration",
		[rc.address],
	)
}

# `aws_rds_cluster_instance` has it unknown also when nobody wrote it.
is_written(rc) if rc.type != "aws_rds_cluster_instance"
