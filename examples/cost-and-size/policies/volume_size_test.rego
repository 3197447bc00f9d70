package cost_and_size.volume_size_test

import rego.v1

import data.cost_and_size.fixture
import data.cost_and_size.volume_size

settings := {
	"default_environment": "dev",
	"environments": {"dev": {"volume_max_gib": 200}, "prod": {"volume_max_gib": 2000}},
}

deny(changes) := messages if {
	messages := volume_size.deny with input as fixture.document(changes) with data.settings as settings
}

test_a_volume_over_the_limit_fails if {
	deny([fixture.created("aws_ebs_volume.data", {"size": 1000})]) == {concat("", [
		"aws_ebs_volume.data: the volume has 1000 GiB, at most 200 GiB are allowed in dev; ",
		"make it smaller, EBS can grow it while it is in use",
	])}
}

test_the_environment_decides if {
	deny([fixture.created("aws_ebs_volume.data", {"size": 1000, "tags": {"Environment": "prod"}})]) == set()
}

test_the_blocks_of_an_instance_are_judged if {
	after := {
		"root_block_device": [{"volume_size": 500}],
		"ebs_block_device": [{"volume_size": 100}, {"volume_size": 300}],
	}
	prefixes := {split(message, " has")[0] | some message in deny([fixture.created("aws_instance.web", after)])}
	prefixes == {"aws_instance.web: root_block_device[0]", "aws_instance.web: ebs_block_device[1]"}
}

test_the_mappings_of_a_launch_template_are_judged if {
	after := {"block_device_mappings": [{"ebs": [{"volume_size": 500}]}, {"ebs": []}]}
	some message in deny([fixture.created("aws_launch_template.web", after)])
	startswith(message, "aws_launch_template.web: block_device_mappings[0] has 500 GiB")
}

test_a_size_that_nobody_wrote_passes if {
	deny([
		fixture.created("aws_ebs_volume.data", {"size": null}),
		fixture.created_with_unknown("aws_instance.web", {"ami": "ami-1"}, {"root_block_device": true}),
	]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := volume_size.deny with input as fixture.ignored("aws_ebs_volume.data", {"size": 9000})
		with data.settings as settings
	messages == set()
}
