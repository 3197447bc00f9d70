package tagging.owner_and_cost_center_test

import rego.v1

import data.tagging.fixture
import data.tagging.owner_and_cost_center

deny(tags) := messages if {
	messages := owner_and_cost_center.deny
		with input as fixture.document([fixture.created("aws_vpc.main", {"tags": tags})])
}

test_a_team_address_and_a_number_pass if {
	deny({"Owner": "platform@acme.example", "CostCenter": "CC-4107"}) == set()
}

test_a_person_s_name_is_no_owner if {
	deny({"Owner": "Alice"}) == {concat("", [
		`aws_vpc.main: Owner is "Alice", expected the address of a team; `,
		"write it like platform@acme.example",
	])}
}

test_a_foreign_domain_is_no_owner if {
	count(deny({"Owner": "platform@acme.example.org"})) == 1
}

test_a_cost_center_without_its_prefix_fails if {
	deny({"CostCenter": "4107"}) == {concat("", [
		`aws_vpc.main: CostCenter is "4107", expected a number of accounting; `,
		"write it like CC-4107",
	])}
}

test_both_faults_are_two_messages if {
	count(deny({"Owner": "me", "CostCenter": "none"})) == 2
}

test_missing_tags_are_not_this_policy_s_business if {
	deny({}) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := owner_and_cost_center.deny with input as fixture.ignored("aws_vpc.main", {"tags": {"Owner": "me"}})
	messages == set()
}
