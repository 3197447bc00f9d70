# Load balancers speak TLS, at least version 1.2, or send the client to where they do.
package network_exposure.tls_listeners

import rego.v1

import data.network_exposure.plan

listener_types := {"aws_lb_listener", "aws_alb_listener"}

deny contains message if {
	some rc in plan.of_types(listener_types)
	rc.change.after.protocol == "HTTP"
	not redirects_to_https(rc.change.after)
	message := sprintf(
		"%s: port %v is plain HTTP, expected HTTPS; add a certificate or let the listener redirect to HTTPS",
		[rc.address, object.get(rc.change.after, "port", "?")],
	)
}

deny contains message if {
	some rc in plan.of_types(listener_types)
	rc.change.after.protocol in {"HTTPS", "TLS"}
	policy := rc.change.after.ssl_policy
	policy in data.settings.old_tls_policies
	message := sprintf(
		"%s: ssl_policy %s accepts TLS older than 1.2; use %s",
		[rc.address, policy, data.settings.tls_policy],
	)
}

# Classic load balancers have their listeners in blocks.
deny contains message if {
	some rc in plan.of_types({"aws_elb"})
	some i, listener in plan.list(rc.change.after, "listener")
	lower(listener.lb_protocol) == "http"
	message := sprintf(
		"%s: listener[%d] on port %v is plain HTTP, expected HTTPS; add a certificate, or move to aws_lb, which can redirect",
		[rc.address, i, object.get(listener, "lb_port", "?")],
	)
}

redirects_to_https(values) if {
	some action in plan.list(values, "default_action")
	action.type == "redirect"
	some redirect in plan.list(action, "redirect")
	redirect.protocol == "HTTPS"
}
