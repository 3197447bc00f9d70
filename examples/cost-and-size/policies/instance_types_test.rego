package cost_and_size.instance_types_test

import rego.v1

import data.cost_and_size.fixture
import data.cost_and_size.instance_types

settings := {
	"default_environment": "dev",
	"environments": {
		"dev": {"instance_types": ["t3.micro", "t3.small"]},
		"prod": {"instance_types": ["m6i.large"]},
	},
}

deny(changes) := messages if {
	messages := instance_types.deny with input as fixture.document(changes) with data.settings as settings
}

instance(type, environment) := fixture.created(
	"aws_instance.web",
	{"instance_type": type, "tags": {"Environment": environment}},
)

test_an_allowed_type_passes if {
	deny([instance("m6i.large", "prod"), instance("t3.micro", "dev")]) == set()
}

test_a_type_of_another_environment_fails if {
	deny([instance("m6i.large", "dev")]) == {concat("", [
		"aws_instance.web: instance type m6i.large is not allowed in dev, expected one of t3.micro, t3.small; ",
		"choose one of these or ask for an exception",
	])}
}

test_the_environment_may_come_from_the_provider_and_in_any_case if {
	after := {"instance_type": "m6i.large", "tags": null, "tags_all": {"Environment": "Prod"}}
	deny([fixture.created("aws_instance.web", after)]) == set()
}

test_without_a_known_environment_the_default_applies if {
	count(deny([
		fixture.created("aws_instance.a", {"instance_type": "m6i.large", "tags": null}),
		fixture.created("aws_instance.b", {"instance_type": "m6i.large"}),
		fixture.created("aws_instance.c", {"instance_type": "m6i.large", "tags": {"Environment": "moon"}}),
	])) == 3
}

test_launch_templates_and_node_groups_are_judged if {
	count(deny([
		fixture.created("aws_launch_template.web", {"instance_type": "p4d.24xlarge"}),
		fixture.created("aws_eks_node_group.web", {"instance_types": ["t3.micro", "p4d.24xlarge"]}),
	])) == 2
}

test_a_type_known_after_apply_fails if {
	rc := fixture.created_with_unknown("aws_instance.web", {"launch_template": []}, {"instance_type": true})
	some message in deny([rc])
	startswith(message, "aws_instance.web: its instance type is known only after apply")
}

test_an_instance_from_a_template_is_judged_there if {
	rc := fixture.created_with_unknown(
		"aws_instance.web",
		{"launch_template": [{"version": "$Latest"}]},
		{"instance_type": true},
	)
	deny([rc]) == set()
}

test_a_replacement_is_judged_by_what_comes if {
	deny([fixture.replaced("aws_instance.web", {"instance_type": "p4d.24xlarge"}, {"instance_type": "t3.micro"})]) == set()
}

test_every_instance_of_a_module_is_named if {
	address := `module.nodes["a.b"].aws_instance.data[1]`
	some message in deny([fixture.created(address, {"instance_type": "p4d.24xlarge"})])
	startswith(message, concat("", [address, ": instance type p4d.24xlarge"]))
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := instance_types.deny with input as fixture.ignored("aws_instance.web", {"instance_type": "p4d.24xlarge"})
		with data.settings as settings
	messages == set()
}
