# The Environment tag has one of the agreed values.
package tagging.environment_values

import rego.v1

import data.tagging.tagged

environments := data.settings.environments

deny contains message if {
	some resource in tagged.resources
	value := resource.tags.Environment
	not value in environments
	is_string(value)
	trim_space(value) != ""
	message := sprintf(
		`%s: Environment is "%s", expected one of %s; %s`,
		[resource.address, value, concat(", ", environments), advice(value)],
	)
}

advice(value) := sprintf(`write it as "%s"`, [known]) if {
	some known in environments
	lower(trim_space(value)) == known
} else := "ask the platform team before inventing an environment"
