package cost_and_size.database_size_test

import rego.v1

import data.cost_and_size.database_size
import data.cost_and_size.fixture

settings := {
	"default_environment": "dev",
	"environments": {
		"dev": {"database_classes": ["db.t4g.micro"], "database_max_gib": 100},
		"prod": {"database_classes": ["db.r6g.large"], "database_max_gib": 2000},
	},
}

deny(changes) := messages if {
	messages := database_size.deny with input as fixture.document(changes) with data.settings as settings
}

database(values) := fixture.created(
	"aws_db_instance.orders",
	object.union({"instance_class": "db.t4g.micro", "allocated_storage": 20, "max_allocated_storage": null}, values),
)

test_a_small_database_passes if {
	deny([database({})]) == set()
}

test_an_oversized_class_fails if {
	deny([database({"instance_class": "db.r6g.16xlarge"})]) == {concat("", [
		"aws_db_instance.orders: database class db.r6g.16xlarge is not allowed in dev, ",
		"expected one of db.t4g.micro; choose one of these or ask for an exception",
	])}
}

test_the_environment_decides if {
	values := {"instance_class": "db.r6g.large", "allocated_storage": 1000}
	deny([database(object.union(values, {"tags": {"Environment": "prod"}}))]) == set()
	count(deny([database(values)])) == 2
}

test_storage_over_the_limit_fails if {
	deny([database({"allocated_storage": 400})]) == {concat("", [
		"aws_db_instance.orders: allocated_storage is 400 GiB, at most 100 GiB are allowed in dev; ",
		"lower it, RDS can grow it later but never shrink it",
	])}
}

test_the_autoscaling_limit_counts_too if {
	some message in deny([database({"max_allocated_storage": 1000})])
	contains(message, "max_allocated_storage is 1000 GiB")
}

test_storage_at_the_limit_passes if {
	deny([database({"allocated_storage": 100, "max_allocated_storage": 100})]) == set()
}

test_serverless_instances_of_a_cluster_have_no_class if {
	deny([fixture.created("aws_rds_cluster_instance.one", {"instance_class": "db.serverless"})]) == set()
}

test_a_replica_reads_its_storage_back if {
	rc := fixture.created_with_unknown(
		"aws_db_instance.replica",
		{"instance_class": "db.t4g.micro"},
		{"allocated_storage": true},
	)
	deny([rc]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := database_size.deny
		with input as fixture.ignored("aws_db_instance.orders", {"instance_class": "db.x2g.16xlarge"})
		with data.settings as settings
	messages == set()
}
