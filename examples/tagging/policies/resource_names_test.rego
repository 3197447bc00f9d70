package tagging.resource_names_test

import rego.v1

import data.tagging.fixture
import data.tagging.resource_names

deny(changes) := messages if {
	messages := resource_names.deny with input as fixture.document(changes)
}

labelled(address, label, after) := object.union(fixture.created(address, after), {"name": label})

test_lower_case_words_with_hyphens_pass if {
	deny([
		labelled("aws_s3_bucket.logs", "logs", {"bucket": "acme-prod-logs"}),
		labelled("aws_sqs_queue.jobs", "jobs", {"name": "jobs.fifo"}),
		labelled("aws_db_instance.main_2", "main_2", {"identifier": "main2"}),
	]) == set()
}

test_a_bad_name_comes_with_a_better_one if {
	deny([labelled("aws_db_instance.main", "main", {"identifier": "Orders_DB--Main"})]) == {concat("", [
		`aws_db_instance.main: identifier is "Orders_DB--Main", expected lower-case words joined by hyphens; `,
		`rename it, for example to "orders-db-main"`,
	])}
}

test_a_dot_in_a_bucket_name_fails if {
	count(deny([labelled("aws_s3_bucket.site", "site", {"bucket": "www.acme.example"})])) == 1
}

test_a_label_that_is_not_snake_case_fails if {
	some message in deny([labelled("aws_vpc.Main-VPC", "Main-VPC", {"cidr_block": "10.0.0.0/16"})])
	startswith(message, `aws_vpc.Main-VPC: the block is labelled "Main-VPC", expected snake_case`)
}

test_generated_names_pass if {
	deny([
		labelled("aws_s3_bucket.logs", "logs", {"bucket": null, "bucket_prefix": "logs-"}),
		labelled("aws_s3_bucket.more", "more", {"bucket_prefix": "more-"}),
	]) == set()
}

test_types_without_a_rule_pass if {
	deny([labelled("aws_ssm_parameter.key", "key", {"name": "/Acme/Key"})]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := resource_names.deny with input as fixture.ignored("aws_s3_bucket.logs", {"bucket": "Bad_Name"})
	messages == set()
}
