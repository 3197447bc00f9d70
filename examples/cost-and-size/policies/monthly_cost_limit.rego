# The estimated month of a workspace stays within its budget.
package cost_and_size.monthly_cost_limit

import rego.v1

import data.cost_and_size.estimate

# A plan that makes an expensive workspace cheaper is let through.
deny contains message if {
	before := estimate.total(estimate.before)
	after := estimate.total(estimate.after)
	after > limit
	after > before
	message := sprintf(
		"this plan costs about $%d a month, expected at most $%d; the dearest are %s; %s",
		[
			after,
			limit,
			estimate.dearest(estimate.after),
			"choose smaller ones, or have the budget raised in settings/data.json",
		],
	)
}

limit := data.settings.budget.limit_by_workspace[input.run.workspace.name] if {
	data.settings.budget.limit_by_workspace[input.run.workspace.name]
} else := data.settings.budget.limit
