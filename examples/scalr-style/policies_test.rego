# All three policies have the package `terraform`, as Scalr asks. A check evaluates each alone; a
# test run sees them together, so these tests look for single messages.
package terraform_test

import rego.v1

run := {"is_destroy": false, "workspace": {"name": "orders-prod", "tags": []}}

change(address, type, actions, after) := {
	"address": address,
	"mode": "managed",
	"type": type,
	"change": {"actions": actions, "before": {}, "after": after, "after_unknown": {}},
}

document(changes, tfrun) := {"tfplan": {"resource_changes": changes}, "tfrun": object.union(run, tfrun)}

deny(changes) := denied(document(changes, {}))

denied(document) := messages if {
	messages := data.terraform.deny with input as document
}

some_message_has(messages, part) if {
	some message in messages
	contains(message, part)
}

test_destroying_data_is_denied if {
	deny([change("aws_s3_bucket.raw", "aws_s3_bucket", ["delete"], null)]) == {concat("", [
		"aws_s3_bucket.raw: this plan would destroy it and lose its data; ",
		"keep it with prevent_destroy, or take it out of the state with a removed block",
	])}
}

test_replacing_data_in_either_order_is_denied if {
	every actions in [["delete", "create"], ["create", "delete"]] {
		rc := change("aws_db_instance.main", "aws_db_instance", actions, {"storage_encrypted": true})
		some_message_has(deny([rc]), "this plan would replace it")
	}
}

test_destroying_something_without_data_passes if {
	deny([change("aws_instance.web", "aws_instance", ["delete"], null)]) == set()
}

test_an_ephemeral_workspace_may_lose_data if {
	rc := change("aws_s3_bucket.raw", "aws_s3_bucket", ["delete"], null)
	denied(document([rc], {"workspace": {"tags": ["ephemeral"]}})) == set()
}

test_unencrypted_storage_is_denied if {
	messages := deny([
		change("aws_ebs_volume.data", "aws_ebs_volume", ["create"], {"encrypted": false}),
		change("aws_db_instance.main", "aws_db_instance", ["update"], {"storage_encrypted": null}),
	])
	some_message_has(messages, "aws_ebs_volume.data: encrypted is not true")
	some_message_has(messages, "aws_db_instance.main: storage_encrypted is not true")
}

test_an_unencrypted_block_of_an_instance_is_denied if {
	after := {"root_block_device": [{"encrypted": true}], "ebs_block_device": [{"encrypted": false}]}
	deny([change("aws_instance.web", "aws_instance", ["create"], after)]) == {
		"aws_instance.web: ebs_block_device[0].encrypted is false; set it to true",
	}
}

test_encrypted_unknown_and_untouched_storage_passes if {
	unknown := object.union(
		change("aws_ebs_volume.b", "aws_ebs_volume", ["create"], {}),
		{"change": {"after_unknown": {"encrypted": true}}},
	)
	deny([
		change("aws_ebs_volume.a", "aws_ebs_volume", ["create"], {"encrypted": true}),
		unknown,
		change("aws_ebs_volume.c", "aws_ebs_volume", ["no-op"], {"encrypted": false}),
	]) == set()
}

many(n, actions) := [change(sprintf("aws_route.r[%d]", [i]), "aws_route", actions, {}) | some i in numbers.range(1, n)]

test_a_large_plan_is_named if {
	deny(many(100, ["create"])) == set()
	some_message_has(deny(many(101, ["create"])), "changes 101 resources, more than 100, beginning with aws_route.r[1]")
}

test_many_removals_are_named_unless_the_run_destroys if {
	deny(many(5, ["delete"])) == set()
	some_message_has(deny(many(6, ["delete"])), "removes 6 resources")
	denied(document(many(6, ["delete"]), {"is_destroy": true})) == set()
}

test_a_stage_without_a_plan_passes if {
	denied({"tfplan": "", "tfrun": run}) == set()
}
