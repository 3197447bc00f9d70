# Which resources can carry tags, and what is known about each tag before apply.
package tagging.tagged

import rego.v1

import data.tagging.plan

# {address, tags, unknown}: the tags that are written, and what only apply knows of them.
resources := [resource |
	some rc in plan.changed
	startswith(rc.type, "aws_")
	resource := {
		"address": rc.address,
		"tags": tags(rc),
		"unknown": object.get(rc.change, "after_unknown", {}),
	}
]

# The tags of a resource with those that it inherits from the provider's `default_tags`. Undefined
# where the schema has none: the provider writes null for no tags.
tags(rc) := blocks(rc) if {
	rc.type == "aws_autoscaling_group"
} else := object.union(rc.change.after.tags, rc.change.after.tags_all) if {
	is_object(rc.change.after.tags)
	is_object(rc.change.after.tags_all)
} else := rc.change.after.tags if {
	is_object(rc.change.after.tags)
} else := rc.change.after.tags_all if {
	is_object(rc.change.after.tags_all)
} else := {} if {
	rc.change.after.tags != {}
} else := {} if {
	rc.change.after.tags_all != {}
} else := {} if {
	rc.change.after_unknown.tags == true
}

# An autoscaling group writes its tags as blocks.
blocks(rc) := {tag.key: tag.value | some tag in plan.list(rc.change.after, "tag")}

# Whether this tag will be set, but to a value that only apply knows.
is_unknown(resource, key) if {
	resource.unknown.tags[key] == true
} else if {
	resource.unknown.tags_all[key] == true
}
