# Plans in miniature for the tests of this set.
package network_exposure.fixture

import rego.v1

document(changes) := {"plan": {"format_version": "1.2", "resource_changes": changes}}

change(address, mode, actions, before, after, unknown) := {
	"address": address,
	"mode": mode,
	"type": type_of(address),
	"change": {
		"actions": actions,
		"before": before,
		"after": after,
		"after_unknown": unknown,
	},
}

# `module.a["x.y"].aws_vpc.main[0]` has the type `aws_vpc`.
type_of(address) := parts[count(parts) - 2] if {
	parts := split(regex.replace(address, `\[[^\]]*\]`, ""), ".")
}

created(address, after) := change(address, "managed", ["create"], null, after, {})

created_with_unknown(address, after, unknown) := change(address, "managed", ["create"], null, after, unknown)

updated(address, before, after) := change(address, "managed", ["update"], before, after, {})

replaced(address, before, after) := change(address, "managed", ["delete", "create"], before, after, {})

deleted(address, before) := change(address, "managed", ["delete"], before, null, {})

untouched(address, values) := change(address, "managed", ["no-op"], values, values, {})

imported(address, values) := object.union(
	untouched(address, values),
	{"change": {"importing": {"id": "some-id"}}},
)

read(address, after) := change(address, "data", ["read"], null, after, {})

# Every way in which a resource with these values must not be judged.
ignored(address, values) := document([
	deleted(address, values),
	untouched(address, values),
	read(concat("", ["data.", address]), values),
	change(address, "managed", ["forget"], values, null, {}),
])
