# What the policies of this set read from a plan: resources as they will be after it.
package tagging.plan

import rego.v1

# Managed resources that the plan creates, updates, replaces or imports.
# Left out are data sources (mode "data"), resources that stay as they are ("no-op"), and
# those that go away ("delete", "forget"), whose `after` is null.
changed := array.concat(touched, imported)

touched := [rc |
	some rc in input.plan.resource_changes
	rc.mode == "managed"
	rc.change.actions != ["no-op"]
	rc.change.after != null
]

# An import may have nothing else to do.
imported := [rc |
	some rc in input.plan.resource_changes
	rc.mode == "managed"
	rc.change.actions == ["no-op"]
	rc.change.importing != null
]

of_types(types) := [rc | some rc in changed; rc.type in types]

# Whether terraform will know this argument only during apply. Unknown values are absent
# from `after`.
is_unknown(rc, key) if rc.change.after_unknown[key] == true

# A nested block or list argument, which is null or absent when it was not written.
list(values, key) := values[key] if {
	is_array(values[key])
} else := []
