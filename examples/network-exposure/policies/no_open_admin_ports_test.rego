package network_exposure.no_open_admin_ports_test

import rego.v1

import data.network_exposure.fixture
import data.network_exposure.no_open_admin_ports

deny(changes) := messages if {
	messages := no_open_admin_ports.deny with input as fixture.document(changes)
}

block(from, to, v4, v6) := {
	"protocol": "tcp",
	"from_port": from,
	"to_port": to,
	"cidr_blocks": v4,
	"ipv6_cidr_blocks": v6,
}

group(blocks) := fixture.created("aws_security_group.bastion", {"ingress": blocks})

classic(values) := fixture.created(
	"aws_security_group_rule.ssh",
	object.union({"type": "ingress", "protocol": "tcp", "from_port": 22, "to_port": 22}, values),
)

single(values) := fixture.created(
	"aws_vpc_security_group_ingress_rule.ssh",
	object.union({"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": null, "cidr_ipv6": null}, values),
)

test_ssh_open_to_the_world_inline if {
	deny([group([block(22, 22, ["0.0.0.0/0"], [])])]) == {concat("", [
		"aws_security_group.bastion: ingress[0] opens port 22 (SSH) to 0.0.0.0/0; ",
		"allow only your own ranges, or reach the host through Session Manager",
	])}
}

test_ipv6_counts_as_much_as_ipv4 if {
	count(deny([group([block(22, 22, [], ["::/0"])])])) == 1
	count(deny([classic({"cidr_blocks": null, "ipv6_cidr_blocks": ["::/0"]})])) == 1
	count(deny([single({"cidr_ipv6": "::/0"})])) == 1
}

test_both_families_are_one_message if {
	some message in deny([group([block(22, 22, ["0.0.0.0/0"], ["::/0"])])])
	contains(message, "to 0.0.0.0/0 and ::/0;")
}

test_classic_and_single_rules_are_judged if {
	count(deny([classic({"cidr_blocks": ["0.0.0.0/0"]}), single({"cidr_ipv4": "0.0.0.0/0"})])) == 2
}

test_the_open_block_among_others_is_named if {
	blocks := [block(443, 443, ["0.0.0.0/0"], []), block(5432, 5432, ["0.0.0.0/0"], [])]
	some message in deny([group(blocks)])
	startswith(message, "aws_security_group.bastion: ingress[1] opens port 5432 (PostgreSQL)")
}

test_a_range_that_covers_a_sensitive_port_fails if {
	some message in deny([group([block(3300, 3400, ["0.0.0.0/0"], [])])])
	contains(message, "opens ports 3306 (MySQL), 3389 (RDP) to 0.0.0.0/0")
}

test_all_traffic_names_three_of_the_ports if {
	all_traffic := {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}
	some message in deny([group([all_traffic])])
	contains(message, "14 sensitive ports, among them 22 (SSH), 23 (Telnet), 445 (SMB), to 0.0.0.0/0")
}

test_a_single_rule_for_all_traffic_has_no_ports if {
	count(deny([single({"ip_protocol": "-1", "from_port": null, "to_port": null, "cidr_ipv4": "0.0.0.0/0"})])) == 1
}

test_half_of_the_internet_is_the_world if {
	count(deny([classic({"cidr_blocks": ["0.0.0.0/1"]})])) == 1
	count(deny([classic({"cidr_blocks": ["128.0.0.0/1"]})])) == 1
	count(deny([single({"cidr_ipv6": "2000::/3"})])) == 1
}

test_ports_known_after_apply_count_as_all if {
	rc := fixture.created_with_unknown(
		"aws_security_group_rule.ssh",
		{"type": "ingress", "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]},
		{"from_port": true, "to_port": true},
	)
	count(deny([rc])) == 1
}

test_web_ports_may_be_open if {
	deny([group([block(80, 80, ["0.0.0.0/0"], ["::/0"]), block(443, 443, ["0.0.0.0/0"], ["::/0"])])]) == set()
}

test_own_ranges_may_reach_every_port if {
	deny([
		group([block(22, 22, ["10.0.0.0/8", "203.0.113.0/24"], ["2001:db8::/32"])]),
		single({"cidr_ipv4": "192.168.0.0/16"}),
	]) == set()
}

test_other_groups_and_prefix_lists_are_no_source_from_outside if {
	deny([
		classic({"source_security_group_id": "sg-1", "cidr_blocks": null, "ipv6_cidr_blocks": null}),
		single({"prefix_list_id": "pl-1"}),
	]) == set()
}

test_icmp_types_are_not_ports if {
	rule := {"protocol": "icmp", "from_port": 0, "to_port": 255, "cidr_blocks": ["0.0.0.0/0"]}
	deny([group([rule])]) == set()
}

test_egress_is_not_judged if {
	deny([
		classic({"type": "egress", "cidr_blocks": ["0.0.0.0/0"]}),
		fixture.created("aws_security_group.web", {"ingress": [], "egress": [block(22, 22, ["0.0.0.0/0"], [])]}),
	]) == set()
}

test_an_unknown_element_of_a_list_is_null_in_the_plan if {
	deny([group([block(22, 22, [null], null)])]) == set()
	count(deny([group([block(22, 22, [null, "0.0.0.0/0"], null)])])) == 1
}

test_a_group_without_blocks_passes if {
	rc := fixture.created_with_unknown("aws_security_group.bastion", {"name": "bastion"}, {"ingress": true})
	deny([rc]) == set()
}

test_a_replaced_group_is_judged_by_what_comes if {
	rc := fixture.replaced(
		"aws_security_group.bastion",
		{"ingress": [block(22, 22, ["0.0.0.0/0"], [])]},
		{"ingress": [block(22, 22, ["10.0.0.0/8"], [])]},
	)
	deny([rc]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	values := {"ingress": [block(22, 22, ["0.0.0.0/0"], [])]}
	messages := no_open_admin_ports.deny with input as fixture.ignored("aws_security_group.bastion", values)
	messages == set()
}
