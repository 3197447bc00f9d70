# A notice when the month becomes noticeably dearer, or when the estimate has a hole.
package cost_and_size.monthly_cost_notice

import rego.v1

import data.cost_and_size.estimate

deny contains message if {
	before := estimate.total(estimate.before)
	after := estimate.total(estimate.after)
	after - before > data.settings.budget.notice
	message := sprintf(
		"this plan raises the estimated month by $%d, from $%d to $%d (notice above $%d); the dearest are %s; %s",
		[
			after - before,
			before,
			after,
			data.settings.budget.notice,
			estimate.dearest(estimate.after),
			"check that this was meant",
		],
	)
}

deny contains message if {
	some item in estimate.unpriced
	message := sprintf(
		"%s: no price is known for %s, so the estimate leaves it out; add it to prices/data.json",
		[item.address, item.size],
	)
}
