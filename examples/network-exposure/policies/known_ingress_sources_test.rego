package network_exposure.known_ingress_sources_test

import rego.v1

import data.network_exposure.fixture
import data.network_exposure.known_ingress_sources

deny(changes) := messages if {
	messages := known_ingress_sources.deny with input as fixture.document(changes)
}

test_an_unknown_element_inline_is_named if {
	rc := fixture.created_with_unknown(
		"aws_security_group.web",
		{"ingress": [
			{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]},
			{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": [null]},
		]},
		{"ingress": [{"cidr_blocks": [false]}, {"cidr_blocks": [true]}]},
	)
	deny([rc]) == {concat("", [
		"aws_security_group.web: ingress[1] has a source address that is known only after apply, ",
		"expected one that the plan shows; ",
		"use a fixed range or another security group, or check it by hand",
	])}
}

test_an_unknown_list_is_named if {
	rc := fixture.created_with_unknown("aws_security_group_rule.ssh", {"type": "ingress"}, {"cidr_blocks": true})
	count(deny([rc])) == 1
}

test_an_unknown_single_source_is_named if {
	rc := fixture.created_with_unknown("aws_vpc_security_group_ingress_rule.ssh", {}, {"cidr_ipv4": true})
	count(deny([rc])) == 1
}

test_known_sources_pass if {
	deny([
		fixture.created_with_unknown(
			"aws_security_group_rule.ssh",
			{"type": "ingress", "cidr_blocks": ["10.0.0.0/8"]},
			{"cidr_blocks": [false], "id": true},
		),
		fixture.created("aws_vpc_security_group_ingress_rule.ssh", {"cidr_ipv4": "10.0.0.0/8"}),
	]) == set()
}

test_a_group_whose_blocks_are_read_back_passes if {
	rc := fixture.created_with_unknown("aws_security_group.web", {"name": "web"}, {"ingress": true})
	deny([rc]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := known_ingress_sources.deny with input as fixture.ignored("aws_security_group_rule.ssh", {"type": "ingress"})
	messages == set()
}
