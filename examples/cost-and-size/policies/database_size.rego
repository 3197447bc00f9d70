# RDS instances stay within the classes and the storage of their environment.
package cost_and_size.database_size

import rego.v1

import data.cost_and_size.environment
import data.cost_and_size.plan

types := {"aws_db_instance", "aws_rds_cluster_instance"}

deny contains message if {
	some rc in plan.of_types(types)
	class := rc.change.after.instance_class
	is_string(class)
	class != "db.serverless"
	allowed := environment.limits(rc).database_classes
	not class in allowed
	message := sprintf(
		"%s: database class %s is not allowed in %s, expected one of %s; choose one of these or ask for an exception",
		[rc.address, class, environment.name(rc), concat(", ", allowed)],
	)
}

# Storage grows by itself up to `max_allocated_storage`, so that counts when it is set.
deny contains message if {
	some rc in plan.of_types(types)
	some key in ["allocated_storage", "max_allocated_storage"]
	size := rc.change.after[key]
	is_number(size)
	limit := environment.limits(rc).database_max_gib
	size > limit
	message := sprintf(
		"%s: %s is %d GiB, at most %d GiB are allowed in %s; lower it, RDS can grow it later but never shrink it",
		[rc.address, key, size, limit, environment.name(rc)],
	)
}
