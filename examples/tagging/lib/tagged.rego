# Which resources can carry tags, and what is known about each tag before apply.
package portcullis.examples.tagging.tagged

import rego.v1

import data.portcullis.examples.tagging.plan

# Resources whose schema has tags: the AWS provider writes `tags`, null when there are none.
resources := [rc |
	some rc in plan.changed
	startswith(rc.type, "aws_")
	has_tags(rc)
]

has_tags(rc) if "tags" in object.keys(rc.change.after)

has_tags(rc) if "tags_all" in object.keys(rc.change.after)

has_tags(rc) if plan.is_unknown(rc, "tags")

has_tags(rc) if rc.type == "aws_autoscaling_group"

# Whether this tag will be set, but to a value that only apply knows.
is_value_unknown(rc, key) if rc.change.after_unknown.tags[key] == true

is_value_unknown(rc, key) if rc.change.after_unknown.tags_all[key] == true

# The tag's value, undefined when it is absent, blank or not known yet.
value(rc, key) := text if {
	text := tags(rc)[key]
	is_string(text)
	trim_space(text) != ""
}

# The tags of a resource with those that it inherits from the provider's `default_tags`.
# An autoscaling group writes its tags as blocks.
tags(rc) := {tag.key: tag.value | some tag in plan.list(rc.change.after, "tag")} if {
	rc.type == "aws_autoscaling_group"
} else := object.union(map(rc.change.after, "tags"), map(rc.change.after, "tags_all"))

map(values, key) := values[key] if {
	is_object(values[key])
} else := {}
