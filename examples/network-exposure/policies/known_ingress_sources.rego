# A source that only apply knows cannot be checked before it.
package network_exposure.known_ingress_sources

import rego.v1

import data.network_exposure.ingress

deny contains message if {
	some rule in ingress.rules
	rule.is_source_unknown
	message := sprintf(
		"%s: %s has a source address that is known only after apply, expected one that the plan shows; %s",
		[rule.address, rule.where, "use a fixed range or another security group, or check it by hand"],
	)
}
