# Owner can be written to, and CostCenter can be booked.
package portcullis.examples.tagging.owner_and_cost_center

import rego.v1

import data.portcullis.examples.tagging.tagged

deny contains message if {
	some rc in tagged.resources
	value := tagged.value(rc, "Owner")
	not regex.match(data.settings.owner_pattern, value)
	message := sprintf(
		`%s: Owner is "%s", expected the address of a team; write it like %s`,
		[rc.address, value, data.settings.owner_example],
	)
}

deny contains message if {
	some rc in tagged.resources
	value := tagged.value(rc, "CostCenter")
	not regex.match(data.settings.cost_center_pattern, value)
	message := sprintf(
		`%s: CostCenter is "%s", expected a number of accounting; write it like %s`,
		[rc.address, value, data.settings.cost_center_example],
	)
}
