# Administration and database ports are not open to the whole internet.
package network_exposure.no_open_admin_ports

import rego.v1

import data.network_exposure.ingress

deny contains message if {
	some rule in ingress.rules
	world := ingress.world(rule)
	count(world) > 0
	open := [number |
		some number in sort([to_number(text) | some text, _ in data.settings.sensitive_ports])
		ingress.is_open(rule, number)
	]
	count(open) > 0
	message := sprintf(
		"%s: %s opens %s to %s; allow only your own ranges, or reach the host through Session Manager",
		[rule.address, rule.where, described(open), concat(" and ", sort(world))],
	)
}

described(ports) := sprintf("port %s", [labelled(ports[0])]) if {
	count(ports) == 1
} else := sprintf("ports %s", [concat(", ", [labelled(number) | some number in ports])]) if {
	count(ports) < 5
} else := sprintf("%d sensitive ports, among them %s,", [
	count(ports),
	concat(", ", [labelled(number) | some number in array.slice(ports, 0, 3)]),
])

labelled(number) := sprintf("%d (%s)", [number, data.settings.sensitive_ports[format_int(number, 10)]])
