# A tag that nearly is a required one is invisible to the reports that group by it.
package tagging.tag_spelling

import rego.v1

import data.tagging.tagged

required := {key | some key in data.settings.required_tags}

spellings := {[folded(key), key] | some key in required}

deny contains message if {
	some resource in tagged.resources
	some key in object.keys(resource.tags) - required
	mistaken := folded(key)
	some [spelling, right] in spellings
	spelling == mistaken
	message := sprintf(
		`%s: tag "%s" is not counted, expected "%s"; rename the key`,
		[resource.address, key, right],
	)
}

# `cost_center`, `cost-center`, `Cost Centre` and `COSTCENTER` mean the same.
folded(key) := replace(regex.replace(lower(key), `[^a-z0-9]`, ""), "centre", "center")
