package network_exposure.no_public_buckets_test

import rego.v1

import data.network_exposure.fixture
import data.network_exposure.no_public_buckets

deny(changes) := messages if {
	messages := no_public_buckets.deny with input as fixture.document(changes)
}

with_policy(statement) := [fixture.created(
	"aws_s3_bucket_policy.site",
	{"policy": json.marshal({"Version": "2012-10-17", "Statement": statement})},
)]

everybody := {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}

test_a_public_acl_fails if {
	deny([fixture.created("aws_s3_bucket_acl.site", {"acl": "public-read"})]) == {concat("", [
		`aws_s3_bucket_acl.site: acl is "public-read", expected "private"; `,
		"serve public files through a CDN with its own access to the bucket",
	])}
}

test_every_public_acl_fails_on_old_and_new_resources if {
	every acl in ["public-read", "public-read-write", "authenticated-read"] {
		count(deny([
			fixture.created("aws_s3_bucket_acl.site", {"acl": acl}),
			fixture.created("aws_s3_bucket.site", {"acl": acl}),
		])) == 2
	}
}

test_private_acls_pass if {
	deny([
		fixture.created("aws_s3_bucket_acl.logs", {"acl": "log-delivery-write"}),
		fixture.created("aws_s3_bucket_acl.site", {"acl": "private"}),
		fixture.created("aws_s3_bucket_acl.none", {"acl": null}),
	]) == set()
}

test_a_grant_to_everybody_fails if {
	grant := {"permission": "READ", "grantee": [{"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}]}
	rc := fixture.created("aws_s3_bucket_acl.site", {"acl": null, "access_control_policy": [{"grant": [grant]}]})
	deny([rc]) == {"aws_s3_bucket_acl.site: grants access to AllUsers, expected named accounts only; remove the grant"}
}

test_a_grant_of_an_old_bucket_fails if {
	grant := {"uri": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", "permissions": ["READ"]}
	count(deny([fixture.created("aws_s3_bucket.site", {"grant": [grant]})])) == 1
}

test_a_grant_to_log_delivery_passes if {
	grant := {"permission": "WRITE", "grantee": [{"uri": "http://acs.amazonaws.com/groups/s3/LogDelivery"}]}
	deny([fixture.created("aws_s3_bucket_acl.site", {"access_control_policy": [{"grant": [grant]}]})]) == set()
}

test_a_policy_for_everybody_fails if {
	some message in deny(with_policy([everybody]))
	startswith(message, "aws_s3_bucket_policy.site: its policy allows s3:GetObject to everybody")
}

test_one_statement_without_a_list_is_read if {
	count(deny(with_policy(everybody))) == 1
}

test_everybody_as_an_aws_principal_fails if {
	every principal in [{"AWS": "*"}, {"AWS": ["arn:aws:iam::123456789012:root", "*"]}] {
		count(deny(with_policy([object.union(everybody, {"Principal": principal})]))) == 1
	}
}

test_a_statement_without_action_is_read if {
	some message in deny(with_policy([object.union(object.remove(everybody, ["Action"]), {"NotAction": "s3:DeleteBucket"})]))
	contains(message, "allows everything but NotAction to everybody")
}

test_a_condition_a_deny_and_a_named_principal_pass if {
	deny(with_policy([
		object.union(everybody, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}),
		object.union(everybody, {"Effect": "Deny"}),
		object.union(everybody, {"Principal": "arn:aws:iam::123456789012:root"}),
	])) == set()
}

test_a_policy_known_after_apply_passes if {
	rc := fixture.created_with_unknown("aws_s3_bucket_policy.site", {"bucket": "site"}, {"policy": true})
	deny([rc]) == set()
}

test_a_policy_that_is_not_json_passes if {
	deny([fixture.created("aws_s3_bucket_policy.site", {"policy": "not json"})]) == set()
}

test_deletes_reads_and_untouched_resources_are_not_judged if {
	messages := no_public_buckets.deny with input as fixture.ignored("aws_s3_bucket_acl.site", {"acl": "public-read"})
	messages == set()
}
