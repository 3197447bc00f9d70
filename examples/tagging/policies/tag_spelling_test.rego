package tagging.tag_spelling_test

import rego.v1

import data.tagging.fixture
import data.tagging.tag_spelling

deny(after) := messages if {
	messages := tag_spelling.deny with input as fixture.document([fixture.created("aws_vpc.main", after)])
		with data.settings as {"required_tags": ["CostCenter", "Owner"]}
}

test_the_right_spelling_passes if {
	deny({"tags": {"CostCenter": "CC-4107", "Owner": "data@acme.example", "Name": "main"}}) == set()
}

test_other_spellings_are_named if {
	every key in ["cost_center", "cost-center", "Cost Centre", "COSTCENTER"] {
		deny({"tags": {key: "CC-4107"}}) == {sprintf(
			`aws_vpc.main: tag "%s" is not counted, expected "CostCenter"; rename the key`,
			[key],
		)}
	}
}

test_a_key_in_tags_and_tags_all_is_one_message if {
	count(deny({"tags": {"owner": "a"}, "tags_all": {"owner": "a"}})) == 1
}

test_a_resource_without_tags_passes if {
	deny({"tags": null}) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := tag_spelling.deny with input as fixture.ignored("aws_vpc.main", {"tags": {"owner": "a"}})
		with data.settings as {"required_tags": ["Owner"]}
	messages == set()
}
