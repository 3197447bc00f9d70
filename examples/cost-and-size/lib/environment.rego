# Which environment a resource belongs to, and what is allowed there.
package cost_and_size.environment

import rego.v1

# The Environment tag in lower case; the strictest environment when it is absent, unknown to the
# settings or known only after apply, so that leaving the tag out is no way around a limit.
name(rc) := environment if {
	environment := lower(tag(rc.change.after))
	environments[environment]
} else := data.settings.default_environment

limits(rc) := environments[name(rc)]

environments := data.settings.environments

# With `default_tags` of the provider the tag is in `tags_all` only.
tag(values) := values.tags_all.Environment if {
	is_string(values.tags_all.Environment)
} else := values.tags.Environment if {
	is_string(values.tags.Environment)
} else := ""
