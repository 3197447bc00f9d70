# Every bucket has a public access block, and none of its four switches is off.
package network_exposure.bucket_public_access_block

import rego.v1

import data.network_exposure.configuration
import data.network_exposure.plan

switches := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

deny contains message if {
	some rc in plan.of_types({"aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"})
	off := [switch | some switch in switches; is_off(rc, switch)]
	count(off) > 0
	message := sprintf("%s: %s off, expected all four on; set %s to true", [
		rc.address,
		counted(count(off)),
		concat(", ", off),
	])
}

deny contains message if {
	some rc in plan.of_types({"aws_s3_bucket"})
	"create" in rc.change.actions
	not is_covered(rc)
	message := sprintf(
		"%s: no public access block in this plan; add an aws_s3_bucket_public_access_block with all four switches on",
		[rc.address],
	)
}

is_off(rc, switch) if {
	not rc.change.after[switch] == true
	not plan.is_unknown(rc, switch)
}

counted(1) := "1 switch is"

counted(n) := sprintf("%d switches are", [n]) if n > 1

# By the bucket's name, where the plan knows it.
is_covered(bucket) if {
	some name in names_with_a_block
	name == bucket.change.after.bucket
}

# Otherwise by the reference in the configuration of the same module.
is_covered(bucket) if {
	some block in configuration.modules[configuration.path_of(bucket)].resources
	block.type == "aws_s3_bucket_public_access_block"
	some reference in block.expressions.bucket.references
	startswith(concat("", [reference, "."]), sprintf("aws_s3_bucket.%s.", [bucket.name]))
}

names_with_a_block := {rc.change.after.bucket |
	some rc in input.plan.resource_changes
	rc.type == "aws_s3_bucket_public_access_block"
	is_string(rc.change.after.bucket)
}
