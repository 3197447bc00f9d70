# The Environment tag has one of the agreed values.
package portcullis.examples.tagging.environment_values

import rego.v1

import data.portcullis.examples.tagging.tagged

deny contains message if {
	some rc in tagged.resources
	value := tagged.value(rc, "Environment")
	not value in data.settings.environments
	message := sprintf(
		`%s: Environment is "%s", expected one of %s; %s`,
		[rc.address, value, concat(", ", data.settings.environments), advice(value)],
	)
}

advice(value) := sprintf(`write it as "%s"`, [known]) if {
	some known in data.settings.environments
	lower(trim_space(value)) == known
} else := "ask the platform team before inventing an environment"
