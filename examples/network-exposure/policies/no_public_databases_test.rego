package network_exposure.no_public_databases_test

import rego.v1

import data.network_exposure.fixture
import data.network_exposure.no_public_databases

deny(changes) := messages if {
	messages := no_public_databases.deny with input as fixture.document(changes)
}

test_a_public_database_fails if {
	deny([fixture.created("aws_db_instance.orders", {"publicly_accessible": true})]) == {concat("", [
		"aws_db_instance.orders: publicly_accessible is true, expected false; ",
		"keep it in private subnets and connect through the VPC",
	])}
}

test_other_engines_fail_too if {
	every type in ["aws_rds_cluster_instance", "aws_redshift_cluster", "aws_dms_replication_instance"] {
		count(deny([fixture.created(sprintf("%s.main", [type]), {"publicly_accessible": true})])) == 1
	}
}

test_a_private_database_passes if {
	deny([fixture.created("aws_db_instance.orders", {"publicly_accessible": false})]) == set()
}

test_opening_an_existing_database_fails if {
	rc := fixture.updated("aws_db_instance.orders", {"publicly_accessible": false}, {"publicly_accessible": true})
	count(deny([rc])) == 1
}

test_an_unknown_answer_fails if {
	rc := fixture.created_with_unknown("aws_db_instance.orders", {}, {"publicly_accessible": true})
	some message in deny([rc])
	contains(message, "known only after apply")
}

test_a_cluster_instance_that_says_nothing_passes if {
	rc := fixture.created_with_unknown("aws_rds_cluster_instance.one", {}, {"publicly_accessible": true})
	deny([rc]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := no_public_databases.deny
		with input as fixture.ignored("aws_db_instance.orders", {"publicly_accessible": true})
	messages == set()
}
