package network_exposure.tls_listeners_test

import rego.v1

import data.network_exposure.fixture
import data.network_exposure.tls_listeners

deny(changes) := messages if {
	messages := tls_listeners.deny with input as fixture.document(changes)
}

forward := [{"type": "forward", "redirect": []}]

test_a_plain_listener_fails if {
	rc := fixture.created("aws_lb_listener.web", {"port": 80, "protocol": "HTTP", "default_action": forward})
	deny([rc]) == {concat("", [
		"aws_lb_listener.web: port 80 is plain HTTP, expected HTTPS; ",
		"add a certificate or let the listener redirect to HTTPS",
	])}
}

test_a_redirect_to_https_passes if {
	action := [{"type": "redirect", "redirect": [{"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"}]}]
	deny([fixture.created("aws_lb_listener.web", {"port": 80, "protocol": "HTTP", "default_action": action})]) == set()
}

test_a_redirect_to_http_fails if {
	action := [{"type": "redirect", "redirect": [{"protocol": "HTTP", "port": "8080", "status_code": "HTTP_301"}]}]
	count(deny([fixture.created("aws_lb_listener.web", {"port": 80, "protocol": "HTTP", "default_action": action})])) == 1
}

test_https_with_a_new_policy_passes if {
	after := {"port": 443, "protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}
	deny([fixture.created("aws_lb_listener.web", after)]) == set()
}

test_https_with_an_old_policy_fails if {
	after := {"port": 443, "protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-2016-08"}
	some message in deny([fixture.created("aws_alb_listener.web", after)])
	contains(message, "ELBSecurityPolicy-2016-08 accepts TLS older than 1.2")
}

test_a_network_load_balancer_may_pass_tcp_through if {
	deny([fixture.created("aws_lb_listener.db", {"port": 5432, "protocol": "TCP", "default_action": forward})]) == set()
}

test_a_port_known_after_apply_is_written_as_a_question_mark if {
	rc := fixture.created_with_unknown("aws_lb_listener.web", {"protocol": "HTTP"}, {"port": true})
	some message in deny([rc])
	contains(message, "port ? is plain HTTP")
}

test_a_classic_load_balancer_is_judged_by_listener if {
	blocks := [{"lb_port": 443, "lb_protocol": "https"}, {"lb_port": 80, "lb_protocol": "http"}]
	some message in deny([fixture.created("aws_elb.web", {"listener": blocks})])
	startswith(message, "aws_elb.web: listener[1] on port 80")
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := tls_listeners.deny with input as fixture.ignored("aws_lb_listener.web", {"port": 80, "protocol": "HTTP"})
	messages == set()
}
