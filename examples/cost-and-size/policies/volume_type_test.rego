package cost_and_size.volume_type_test

import rego.v1

import data.cost_and_size.fixture
import data.cost_and_size.volume_type

deny(changes) := messages if {
	messages := volume_type.deny with input as fixture.document(changes)
		with data.settings as {"volume_types": ["gp3", "io2"]}
}

test_gp2_fails_and_gp3_is_proposed if {
	deny([fixture.created("aws_ebs_volume.data", {"size": 10, "type": "gp2"})]) == {concat("", [
		"aws_ebs_volume.data: the volume is of type gp2, expected one of gp3, io2; ",
		"use gp3, which costs less and changes while the volume is in use",
	])}
}

test_each_old_type_has_its_advice if {
	some io1 in deny([fixture.created("aws_ebs_volume.data", {"type": "io1"})])
	contains(io1, "use io2, which")
	some magnetic in deny([fixture.created("aws_ebs_volume.data", {"type": "standard"})])
	endswith(magnetic, "; use gp3")
}

test_blocks_of_an_instance_are_judged if {
	after := {"root_block_device": [{"volume_type": "gp2"}], "ebs_block_device": [{"volume_type": "gp3"}]}
	some message in deny([fixture.created("aws_instance.web", after)])
	startswith(message, "aws_instance.web: root_block_device[0] is of type gp2")
}

test_current_and_unwritten_types_pass if {
	deny([
		fixture.created("aws_ebs_volume.a", {"type": "gp3"}),
		fixture.created("aws_ebs_volume.b", {"type": null}),
		fixture.created("aws_ebs_volume.c", {"type": ""}),
		fixture.created_with_unknown("aws_ebs_volume.d", {}, {"type": true}),
	]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := volume_type.deny with input as fixture.ignored("aws_ebs_volume.data", {"type": "gp2"})
		with data.settings as {"volume_types": ["gp3"]}
	messages == set()
}
