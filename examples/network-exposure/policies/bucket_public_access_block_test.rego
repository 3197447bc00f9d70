package network_exposure.bucket_public_access_block_test

import rego.v1

import data.network_exposure.bucket_public_access_block
import data.network_exposure.fixture

deny(changes) := denied(fixture.document(changes))

denied(document) := messages if {
	messages := bucket_public_access_block.deny with input as document
}

all_on := {
	"block_public_acls": true,
	"block_public_policy": true,
	"ignore_public_acls": true,
	"restrict_public_buckets": true,
}

block(values) := fixture.created("aws_s3_bucket_public_access_block.logs", object.union(all_on, values))

bucket(address, module) := object.union(
	fixture.created_with_unknown(address, {"bucket": null}, {"bucket": true, "id": true}),
	{"name": "logs", "module_address": module},
)

refers_to(references) := {
	"address": "aws_s3_bucket_public_access_block.logs",
	"type": "aws_s3_bucket_public_access_block",
	"expressions": {"bucket": {"references": references}},
}

configured(changes, root) := {"plan": {"resource_changes": changes, "configuration": {"root_module": root}}}

test_a_switch_that_is_off_is_named if {
	deny([block({"block_public_policy": false})]) == {concat("", [
		"aws_s3_bucket_public_access_block.logs: 1 switch is off, expected all four on; ",
		"set block_public_policy to true",
	])}
}

test_several_switches_and_null_are_named_together if {
	some message in deny([block({"block_public_acls": false, "ignore_public_acls": null})])
	contains(message, "2 switches are off, expected all four on; set block_public_acls, ignore_public_acls to true")
}

test_all_on_passes if {
	deny([block({})]) == set()
}

test_a_switch_known_after_apply_passes if {
	rc := fixture.created_with_unknown(
		"aws_s3_bucket_public_access_block.logs",
		object.remove(all_on, ["block_public_acls"]),
		{"block_public_acls": true},
	)
	deny([rc]) == set()
}

test_a_bucket_without_a_block_fails if {
	deny([fixture.created("aws_s3_bucket.logs", {"bucket": "logs"})]) == {concat("", [
		"aws_s3_bucket.logs: no public access block in this plan; ",
		"add an aws_s3_bucket_public_access_block with all four switches on",
	])}
}

test_a_block_with_the_bucket_s_name_covers_it if {
	deny([fixture.created("aws_s3_bucket.logs", {"bucket": "logs"}), block({"bucket": "logs"})]) == set()
}

test_a_block_of_another_bucket_does_not_cover_it if {
	count(deny([fixture.created("aws_s3_bucket.logs", {"bucket": "logs"}), block({"bucket": "other"})])) == 1
}

test_a_reference_in_the_configuration_covers_it if {
	root := {"resources": [refers_to(["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"])]}
	denied(configured([object.remove(bucket("aws_s3_bucket.logs", ""), ["module_address"])], root)) == set()
}

test_a_reference_to_a_longer_name_does_not_cover_it if {
	root := {"resources": [refers_to(["aws_s3_bucket.logs_old.id", "aws_s3_bucket.logs_old"])]}
	count(denied(configured([bucket("aws_s3_bucket.logs", "")], root))) == 1
}

test_references_are_read_inside_modules_down_to_the_third if {
	resources := [refers_to(["aws_s3_bucket.logs.id", "aws_s3_bucket.logs"])]
	third := {"module_calls": {"c": {"module": {"resources": resources}}}}
	root := {"module_calls": {"a": {"module": {"module_calls": {"b": {"module": third}}}}}}
	address := `module.a["x.y"].module.b[0].module.c`
	denied(configured([bucket(sprintf("%s.aws_s3_bucket.logs", [address]), address)], root)) == set()
	count(denied(configured([bucket("module.a.aws_s3_bucket.logs", "module.a")], root))) == 1
}

test_an_existing_bucket_is_not_asked_again if {
	deny([fixture.updated("aws_s3_bucket.logs", {"bucket": "logs"}, {"bucket": "logs"})]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	denied(fixture.ignored("aws_s3_bucket.logs", {"bucket": "logs"})) == set()
	denied(fixture.ignored("aws_s3_bucket_public_access_block.logs", {"block_public_acls": false})) == set()
}
