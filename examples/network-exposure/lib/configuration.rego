# Which block of the configuration a planned resource comes from. Needed where the plan does
# not know yet what a resource belongs to: the id of a bucket that is being created is unknown,
# but the configuration says `bucket = aws_s3_bucket.logs.id`.
package network_exposure.configuration

import rego.v1

# The modules of the configuration by their path: "" for the root, "module.a.module.b" below.
modules[path] := found.module if {
	some found in paths
	path := concat(".", [step | some name in found.names; some step in ["module", name]])
}

paths := array.concat([{"names": [], "module": root}], array.concat(first, array.concat(second, third)))

root := input.plan.configuration.root_module

# Rego has no recursion; three levels of modules are more than most configurations have.
first := [{"names": [a], "module": call.module} | some a, call in root.module_calls]

second := [{"names": array.concat(above.names, [b]), "module": call.module} |
	some above in first
	some b, call in above.module.module_calls
]

third := [{"names": array.concat(above.names, [c]), "module": call.module} |
	some above in second
	some c, call in above.module.module_calls
]

# `module.a["x"].module.b[0]` of the plan is `module.a.module.b` of the configuration.
path_of(rc) := regex.replace(object.get(rc, "module_address", ""), `\[("[^"]*"|[0-9]+)\]`, "")
