# A plan that changes very much, or takes away more than a little, deserves a second look.
package terraform

import rego.v1

most_changes := 100

most_removals := 5

changes := [rc.address |
	some rc in input.tfplan.resource_changes
	rc.mode == "managed"
	some action in ["create", "update", "delete"]
	rc.change.actions[0] == action
]

removals := [rc.address |
	some rc in input.tfplan.resource_changes
	rc.mode == "managed"
	"delete" in rc.change.actions
]

deny contains message if {
	count(changes) > most_changes
	message := sprintf(
		"this plan changes %d resources, more than %d, beginning with %s; split it, or say in the run's message why not",
		[count(changes), most_changes, changes[0]],
	)
}

# A run that was started in order to destroy is expected to do so.
deny contains message if {
	not input.tfrun.is_destroy
	count(removals) > most_removals
	message := sprintf(
		"this plan removes %d resources, more than %d, beginning with %s; check that nothing was renamed without a moved block",
		[count(removals), most_removals, removals[0]],
	)
}
