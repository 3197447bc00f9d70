# Ingress rules in one shape, whichever of the three ways wrote them.
package network_exposure.ingress

import rego.v1

import data.network_exposure.plan

# {address, where, protocol, from, to, sources, is_source_unknown}
rules := array.concat(inline, array.concat(classic, single))

# Blocks inside a security group. They are `ingress` of the values; a group without any has
# `after_unknown.ingress` true, because the provider reads them back.
inline := [rule |
	some rc in plan.of_types({"aws_security_group", "aws_default_security_group"})
	some i, block in plan.list(rc.change.after, "ingress")
	rule := {
		"address": rc.address,
		"where": sprintf("ingress[%d]", [i]),
		"protocol": protocol(block, "protocol"),
		"from": port(block, "from_port", 0),
		"to": port(block, "to_port", 65535),
		"sources": array.concat(plan.list(block, "cidr_blocks"), plan.list(block, "ipv6_cidr_blocks")),
		"is_source_unknown": has_unknown(unknown_block(rc, i), {"cidr_blocks", "ipv6_cidr_blocks"}),
	}
]

classic := [rule |
	some rc in plan.of_types({"aws_security_group_rule"})
	values := rc.change.after
	values.type == "ingress"
	rule := {
		"address": rc.address,
		"where": "the rule",
		"protocol": protocol(values, "protocol"),
		"from": port(values, "from_port", 0),
		"to": port(values, "to_port", 65535),
		"sources": array.concat(plan.list(values, "cidr_blocks"), plan.list(values, "ipv6_cidr_blocks")),
		"is_source_unknown": has_unknown(rc.change.after_unknown, {"cidr_blocks", "ipv6_cidr_blocks"}),
	}
]

single := [rule |
	some rc in plan.of_types({"aws_vpc_security_group_ingress_rule"})
	values := rc.change.after
	rule := {
		"address": rc.address,
		"where": "the rule",
		"protocol": protocol(values, "ip_protocol"),
		"from": port(values, "from_port", 0),
		"to": port(values, "to_port", 65535),
		"sources": [source | some key in ["cidr_ipv4", "cidr_ipv6"]; source := values[key]],
		"is_source_unknown": has_unknown(rc.change.after_unknown, {"cidr_ipv4", "cidr_ipv6"}),
	}
]

# What is unknown inside one block; nothing, where the plan does not go into it.
unknown_block(rc, i) := block if {
	block := rc.change.after_unknown.ingress[i]
	is_object(block)
} else := {}

# A port or protocol that is not known yet counts as the widest.
port(values, key, widest) := values[key] if {
	is_number(values[key])
} else := widest

protocol(values, key) := lower(values[key]) if {
	is_string(values[key])
} else := "-1"

# Unknown as a whole, or in one element of a list that is otherwise known.
default has_unknown(_, _) := false

has_unknown(unknown, keys) if {
	some key in keys
	unknown[key] == true
}

has_unknown(unknown, keys) if {
	some key in keys
	is_array(unknown[key])
	true in unknown[key]
}

# Whether the rule lets TCP or UDP through on this port. For ICMP the numbers are types.
is_open(rule, _) if rule.protocol in {"-1", "all"}

is_open(rule, number) if {
	rule.protocol in {"tcp", "udp", "6", "17"}
	rule.from <= number
	number <= rule.to
}

# The sources that are the internet or a great part of it: 0.0.0.0/0 and ::/0, but also
# 0.0.0.0/1 next to 128.0.0.0/1, and 2000::/3.
world(rule) := [source |
	some source in rule.sources
	is_string(source)
	to_number(split(source, "/")[1]) < widest_prefix(source)
]

widest_prefix(source) := data.settings.world_prefix_v6 if {
	contains(source, ":")
} else := data.settings.world_prefix_v4
