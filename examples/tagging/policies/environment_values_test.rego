package tagging.environment_values_test

import rego.v1

import data.tagging.environment_values
import data.tagging.fixture

deny(changes) := messages if {
	messages := environment_values.deny with input as fixture.document(changes)
		with data.settings as {"environments": ["prod", "staging", "dev"]}
}

with_environment(value) := [fixture.created("aws_vpc.main", {"tags": {"Environment": value}})]

test_every_agreed_value_passes if {
	every value in ["prod", "staging", "dev"] {
		deny(with_environment(value)) == set()
	}
}

test_an_unknown_environment_fails if {
	deny(with_environment("qa2")) == {concat("", [
		`aws_vpc.main: Environment is "qa2", expected one of prod, staging, dev; `,
		"ask the platform team before inventing an environment",
	])}
}

test_a_value_in_the_wrong_case_says_the_right_one if {
	some message in deny(with_environment("Prod"))
	endswith(message, `write it as "prod"`)
}

test_a_value_from_the_provider_is_judged_too if {
	rc := fixture.created("aws_vpc.main", {"tags": null, "tags_all": {"Environment": "production"}})
	count(deny([rc])) == 1
}

test_an_absent_or_unknown_value_is_not_this_policy_s_business if {
	deny([
		fixture.created("aws_vpc.main", {"tags": {}}),
		fixture.created_with_unknown("aws_vpc.other", {"tags": {}}, {"tags": {"Environment": true}}),
	]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := environment_values.deny with input as fixture.ignored("aws_vpc.main", {"tags": {"Environment": "qa2"}})
		with data.settings as {"environments": ["prod"]}
	messages == set()
}
