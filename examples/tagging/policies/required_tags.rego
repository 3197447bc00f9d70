# Every taggable AWS resource carries the required tags, its own or the provider's.
package tagging.required_tags

import rego.v1

import data.tagging.tagged

required := sort(data.settings.required_tags)

deny contains message if {
	some resource in tagged.resources
	not resource.unknown.tags == true
	present := {key |
		some key in required
		value := resource.tags[key]
		is_string(value)
		trim_space(value) != ""
	}
	missing := [key |
		some key in required
		not key in present
		not tagged.is_unknown(resource, key)
	]
	count(missing) > 0
	message := sprintf(
		"%s: missing %s %s; add to its tags or to the provider's default_tags",
		[resource.address, noun(missing), concat(", ", missing)],
	)
}

# With the whole map unknown not even its keys can be checked. That must not look like a pass.
deny contains message if {
	some resource in tagged.resources
	resource.unknown.tags == true
	message := sprintf(
		"%s: its tags are known only after apply, so %s cannot be checked; write their keys in the configuration",
		[resource.address, concat(", ", required)],
	)
}

noun(keys) := "tag" if {
	count(keys) == 1
} else := "tags"
