# Every taggable AWS resource carries the required tags, its own or the provider's.
package portcullis.examples.tagging.required_tags

import rego.v1

import data.portcullis.examples.tagging.plan
import data.portcullis.examples.tagging.tagged

deny contains message if {
	some rc in tagged.resources
	not plan.is_unknown(rc, "tags")
	missing := [key |
		some key in sort(data.settings.required_tags)
		not tagged.value(rc, key)
		not tagged.is_value_unknown(rc, key)
	]
	count(missing) > 0
	message := sprintf(
		"%s: missing %s %s; add to its tags or to the provider's default_tags",
		[rc.address, noun(missing), concat(", ", missing)],
	)
}

# With the whole map unknown not even its keys can be checked. That must not look like a pass.
deny contains message if {
	some rc in tagged.resources
	plan.is_unknown(rc, "tags")
	message := sprintf(
		"%s: its tags are known only after apply, so %s cannot be checked; write their keys in the configuration",
		[rc.address, concat(", ", sort(data.settings.required_tags))],
	)
}

noun(keys) := "tag" if {
	count(keys) == 1
} else := "tags"
