package tagging.required_tags_test

import rego.v1

import data.tagging.fixture
import data.tagging.required_tags

settings := {"required_tags": ["Owner", "CostCenter", "Environment"]}

complete := {"CostCenter": "CC-4107", "Environment": "prod", "Owner": "data@acme.example"}

deny(changes) := messages if {
	messages := required_tags.deny with input as fixture.document(changes) with data.settings as settings
}

test_a_resource_with_all_tags_passes if {
	deny([fixture.created("aws_s3_bucket.logs", {"tags": complete, "tags_all": complete})]) == set()
}

test_missing_tags_are_named_in_alphabetical_order if {
	deny([fixture.created("aws_s3_bucket.logs", {"tags": {"Environment": "prod"}})]) == {concat("", [
		"aws_s3_bucket.logs: missing tags CostCenter, Owner; ",
		"add to its tags or to the provider's default_tags",
	])}
}

test_one_missing_tag_is_singular if {
	some message in deny([fixture.created("aws_vpc.main", {"tags": object.remove(complete, ["Owner"])})])
	startswith(message, "aws_vpc.main: missing tag Owner;")
}

test_tags_null_misses_all if {
	some message in deny([fixture.created("aws_vpc.main", {"tags": null, "tags_all": {}})])
	contains(message, "missing tags CostCenter, Environment, Owner")
}

test_provider_default_tags_count if {
	after := {"tags": {"Name": "logs"}, "tags_all": object.union(complete, {"Name": "logs"})}
	deny([fixture.created("aws_s3_bucket.logs", after)]) == set()
}

test_blank_and_null_values_are_missing if {
	after := {"tags": object.union(complete, {"CostCenter": null, "Owner": "  "})}
	some message in deny([fixture.created("aws_sqs_queue.jobs", after)])
	contains(message, "missing tags CostCenter, Owner")
}

test_a_value_known_after_apply_is_present if {
	rc := fixture.created_with_unknown(
		"aws_sqs_queue.jobs",
		{"tags": object.remove(complete, ["Owner"])},
		{"tags": {"Owner": true}, "tags_all": true},
	)
	deny([rc]) == set()
}

test_tags_known_after_apply_as_a_whole_fail if {
	rc := fixture.created_with_unknown("aws_sqs_queue.jobs", {"name": "jobs"}, {"tags": true, "tags_all": true})
	some message in deny([rc])
	startswith(message, "aws_sqs_queue.jobs: its tags are known only after apply")
}

test_every_instance_of_a_module_is_judged_by_its_address if {
	addresses := {`module.zone["a"].aws_subnet.private[0]`, `module.zone["b"].aws_subnet.private[1]`}
	messages := deny([fixture.created(address, {"tags": {}}) | some address in addresses])
	{split(message, ": missing")[0] | some message in messages} == addresses
}

test_an_update_that_drops_a_tag_fails if {
	rc := fixture.updated("aws_vpc.main", {"tags": complete}, {"tags": object.remove(complete, ["Owner"])})
	count(deny([rc])) == 1
}

test_a_replacement_is_judged_by_what_comes if {
	deny([fixture.replaced("aws_instance.web", {"tags": {}}, {"tags": complete})]) == set()
}

test_an_import_is_judged if {
	count(deny([fixture.imported("aws_vpc.main", {"tags": {}})])) == 1
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := required_tags.deny with input as fixture.ignored("aws_vpc.main", {"tags": {}})
		with data.settings as settings
	messages == set()
}

test_resources_without_tags_in_their_schema_pass if {
	deny([
		fixture.created("aws_route.internet", {"destination_cidr_block": "0.0.0.0/0"}),
		fixture.created("random_id.suffix", {"byte_length": 4}),
		fixture.created("azurerm_resource_group.main", {"tags": null}),
	]) == set()
}

test_an_autoscaling_group_has_its_tags_in_blocks if {
	blocks := [{"key": key, "value": value, "propagate_at_launch": true} | some key, value in complete]
	deny([fixture.created("aws_autoscaling_group.web", {"tag": blocks})]) == set()
	deny([fixture.created("aws_autoscaling_group.web", {"tags": null, "tag": blocks})]) == set()
	count(deny([fixture.created("aws_autoscaling_group.web", {"tag": []})])) == 1
	count(deny([fixture.created("aws_autoscaling_group.web", {"tags": null, "tag": []})])) == 1
}

test_a_plan_that_tells_nothing_of_unknown_values_is_judged if {
	rc := json.remove(fixture.created("aws_vpc.main", {"tags": {}}), ["/change/after_unknown"])
	count(deny([rc])) == 1
}

test_tags_that_are_no_map_are_missing if {
	count(deny([fixture.created("aws_vpc.main", {"tags": "Owner"})])) == 1
}

test_a_plan_without_resource_changes_passes if {
	messages := required_tags.deny with input as {"plan": {"format_version": "1.2"}} with data.settings as settings
	messages == set()
}
