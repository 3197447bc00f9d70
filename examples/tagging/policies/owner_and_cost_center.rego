# Owner can be written to, and CostCenter can be booked.
package tagging.owner_and_cost_center

import rego.v1

import data.tagging.tagged

owner_pattern := data.settings.owner_pattern

cost_center_pattern := data.settings.cost_center_pattern

deny contains message if {
	some resource in tagged.resources
	value := resource.tags.Owner
	is_string(value)
	not regex.match(owner_pattern, value)
	trim_space(value) != ""
	message := sprintf(
		`%s: Owner is "%s", expected the address of a team; write it like %s`,
		[resource.address, value, data.settings.owner_example],
	)
}

deny contains message if {
	some resource in tagged.resources
	value := resource.tags.CostCenter
	is_string(value)
	not regex.match(cost_center_pattern, value)
	trim_space(value) != ""
	message := sprintf(
		`%s: CostCenter is "%s", expected a number of accounting; write it like %s`,
		[resource.address, value, data.settings.cost_center_example],
	)
}
