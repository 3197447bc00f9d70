# No bucket is open to everybody, whether by a canned ACL, a grant or a bucket policy.
package network_exposure.no_public_buckets

import rego.v1

import data.network_exposure.plan

public_acls := {"public-read", "public-read-write", "authenticated-read"}

# The groups of ACL grants that mean the internet, and everybody with any AWS account.
public_groups := {
	"http://acs.amazonaws.com/groups/global/AllUsers",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
}

deny contains message if {
	some rc in plan.of_types({"aws_s3_bucket", "aws_s3_bucket_acl"})
	acl := rc.change.after.acl
	acl in public_acls
	message := sprintf(
		`%s: acl is "%s", expected "private"; serve public files through a CDN with its own access to the bucket`,
		[rc.address, acl],
	)
}

deny contains message if {
	some rc in plan.of_types({"aws_s3_bucket", "aws_s3_bucket_acl"})
	some uri in grantees(rc)
	uri in public_groups
	message := sprintf(
		"%s: grants access to %s, expected named accounts only; remove the grant",
		[rc.address, regex.replace(uri, "^.*/", "")],
	)
}

deny contains message if {
	some rc in plan.of_types({"aws_s3_bucket", "aws_s3_bucket_policy"})
	some statement in statements(rc.change.after)
	statement.Effect == "Allow"
	is_everybody(statement.Principal)
	not statement.Condition
	message := sprintf(
		"%s: its policy allows %s to everybody, expected named principals or a condition; narrow the Principal",
		[rc.address, concat(", ", actions(statement))],
	)
}

# `aws_s3_bucket` before version 4 of the provider, then `aws_s3_bucket_acl`.
grantees(rc) := array.concat(
	[grant.uri | some grant in plan.list(rc.change.after, "grant")],
	[grantee.uri |
		some policy in plan.list(rc.change.after, "access_control_policy")
		some grant in plan.list(policy, "grant")
		some grantee in plan.list(grant, "grantee")
	],
)

# IAM allows one statement where a list is expected, and a string where a list is.
statements(values) := listed(document.Statement) if {
	is_string(values.policy)
	json.is_valid(values.policy)
	document := json.unmarshal(values.policy)
} else := []

listed(value) := value if {
	is_array(value)
} else := [value]

actions(statement) := listed(statement.Action) if {
	statement.Action
} else := ["everything but NotAction"]

is_everybody(principal) if principal == "*"

is_everybody(principal) if "*" in listed(principal.AWS)
