# A tag that nearly is a required one is invisible to the reports that group by it.
package portcullis.examples.tagging.tag_spelling

import rego.v1

import data.portcullis.examples.tagging.tagged

deny contains message if {
	some rc in tagged.resources
	some key, _ in tagged.tags(rc)
	not key in data.settings.required_tags
	some right in data.settings.required_tags
	folded(key) == folded(right)
	message := sprintf(`%s: tag "%s" is not counted, expected "%s"; rename the key`, [rc.address, key, right])
}

# `cost_center`, `cost-center`, `Cost Centre` and `COSTCENTER` mean the same.
folded(key) := replace(regex.replace(lower(key), `[^a-z0-9]`, ""), "centre", "center")
