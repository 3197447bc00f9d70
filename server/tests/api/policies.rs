//! Policies that are managed one by one.

use http::Method;
use serde_json::{Value, json};

use crate::gate::{ALLOWS, DENIES, Gate};

const POLICY: &str = "/organizations/acme/policies/welcome";

fn source(rule: &str) -> String {
    format!("package welcome\n\nimport rego.v1\n\n{rule}\n")
}

/// A policy that denies every resource.
fn policy() -> Value {
    json!({
        "description": "who may come in", "query": "data.welcome.deny",
        "level": "soft_mandatory", "source": source(DENIES),
    })
}

async fn empty_set(gate: &Gate, name: &str) {
    let path = format!("/organizations/acme/policy-sets/{name}");
    gate.put(&path, json!({"global": true})).await.ok(201);
}

async fn checked(gate: &Gate) -> Value {
    let run = gate.run().await;
    let check = run["checks"][0]["id"].as_str().unwrap().to_owned();
    gate.get(&format!("/checks/{check}?wait=30")).await.ok(200)
}

#[tokio::test]
async fn a_policy_is_written_and_an_absent_member_keeps_its_value() {
    let gate = Gate::start().await;
    empty_set(&gate, "doors").await;
    let mut body = policy();
    body["policy_sets"] = json!(["doors"]);
    let made = gate.put(POLICY, body.clone()).await.ok(201);
    assert_eq!(made["level"], "soft_mandatory");
    assert_eq!(made["policy_sets"], json!(["doors"]));
    let again = gate.put(POLICY, body).await.ok(200);
    assert_eq!(again["id"], made["id"]);

    let after = gate.put(POLICY, json!({"level": "advisory"})).await.ok(200);
    assert_eq!(after["query"], "data.welcome.deny");
    assert_eq!(after["policy_sets"], json!(["doors"]));
    let shown = gate.get(POLICY).await.ok(200);
    assert_eq!(shown["level"], "advisory");
    assert_eq!(shown["source"], json!(source(DENIES)));
    assert_eq!(shown["description"], "who may come in");
    let list = gate.get("/organizations/acme/policies").await.ok(200);
    assert_eq!(list["items"][0]["name"], "welcome");
    assert_eq!(list["items"][0]["policy_sets"], json!(["doors"]));
    let set = "/organizations/acme/policy-sets/doors";
    assert_eq!(gate.get(set).await.ok(200)["policy_count"], 1);
    let in_force = gate.get(&format!("{set}/policies")).await.ok(200);
    assert_eq!(in_force["items"][0]["name"], "welcome");
}

#[tokio::test]
async fn a_policy_decides_in_its_sets_from_the_next_check_on() {
    let gate = Gate::start().await;
    empty_set(&gate, "doors").await;
    gate.put(POLICY, policy()).await.ok(201);
    let before = checked(&gate).await;
    assert_eq!(before["status"], "passed", "it is in no set yet");

    gate.put(POLICY, json!({"policy_sets": ["doors"]}))
        .await
        .ok(200);
    let after = checked(&gate).await;
    assert_eq!(after["status"], "soft_failed");
    let result = &after["results"][0];
    assert_eq!(result["policy_set"], "doors");
    assert_eq!(result["policy"], "welcome");
    assert_eq!(
        result["messages"][0]["text"],
        "aws_s3_bucket.logs is not welcome"
    );
    assert_eq!(result["messages"][0]["file"], "welcome.rego");

    gate.put(POLICY, json!({"source": source(ALLOWS)}))
        .await
        .ok(200);
    assert_eq!(checked(&gate).await["status"], "passed");
}

#[tokio::test]
async fn two_policies_of_one_set_do_not_see_each_other() {
    let gate = Gate::start().await;
    empty_set(&gate, "doors").await;
    let mut body = policy();
    body["policy_sets"] = json!(["doors"]);
    gate.put(POLICY, body).await.ok(201);
    let other = json!({
        "query": "data.welcome.deny", "level": "advisory", "source": source(ALLOWS),
        "policy_sets": ["doors"],
    });
    gate.put("/organizations/acme/policies/other", other)
        .await
        .ok(201);
    let check = checked(&gate).await;
    assert_eq!(check["counts"]["passed"], 1, "{check}");
    assert_eq!(check["counts"]["soft_failed"], 1, "{check}");
}

#[tokio::test]
async fn a_source_that_does_not_compile_changes_nothing() {
    let gate = Gate::start().await;
    gate.put(POLICY, policy()).await.ok(201);
    for (body, pointer) in [
        (json!({"source": "package welcome\n\ndeny := {"}), "/source"),
        (json!({"source": ""}), "/source"),
        (json!({"query": "not a query"}), "/query"),
        (json!({"query": ""}), "/query"),
    ] {
        let error = gate.put(POLICY, body.clone()).await.refused(422, "invalid");
        assert_eq!(error["pointer"], pointer, "{body}: {error}");
        assert!(!error["message"].as_str().unwrap().is_empty());
    }
    let shown = gate.get(POLICY).await.ok(200);
    assert_eq!(shown["source"], json!(source(DENIES)));
    assert_eq!(shown["query"], "data.welcome.deny");
}

#[tokio::test]
async fn a_new_policy_needs_a_source_and_a_query() {
    let gate = Gate::start().await;
    for (body, pointer) in [
        (json!({"query": "data.welcome.deny"}), "/source"),
        (json!({"source": source(DENIES)}), "/query"),
    ] {
        let error = gate.put(POLICY, body).await.refused(422, "invalid");
        assert_eq!(error["pointer"], pointer);
    }
    assert_eq!(gate.get(POLICY).await.status, 404);
}

#[tokio::test]
async fn a_set_holds_versions_or_policies_but_not_both() {
    let gate = Gate::start().await;
    gate.policy_set("bundles", "advisory", ALLOWS).await;
    let mut body = policy();
    body["policy_sets"] = json!(["bundles"]);
    gate.put(POLICY, body.clone())
        .await
        .refused(409, "set_of_versions");
    assert_eq!(gate.get(POLICY).await.status, 404, "nothing is half-done");

    empty_set(&gate, "doors").await;
    body["policy_sets"] = json!(["doors"]);
    gate.put(POLICY, body).await.ok(201);
    let versions = "/organizations/acme/policy-sets/doors/versions";
    let bundle = crate::gate::bundle("advisory", ALLOWS);
    gate.post(versions, bundle)
        .await
        .refused(409, "set_of_policies");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_malformed_is_refused_by_name() {
    let gate = Gate::start().await;
    for path in [POLICY, "/organizations/acme/policies/no%20name"] {
        assert_eq!(gate.get(path).await.status, 404);
    }
    let mut body = policy();
    body["policy_sets"] = json!(["nowhere"]);
    let error = gate.put(POLICY, body).await.refused(422, "invalid");
    assert_eq!(error["pointer"], "/policy_sets/0");
    let error = gate
        .put(POLICY, json!({"level": "sometimes"}))
        .await
        .refused(422, "invalid");
    assert_eq!(error["pointer"], "/level");
}

#[tokio::test]
async fn a_deleted_policy_is_out_of_its_sets_and_stays_on_record() {
    let gate = Gate::start().await;
    empty_set(&gate, "doors").await;
    let mut body = policy();
    body["policy_sets"] = json!(["doors"]);
    gate.put(POLICY, body).await.ok(201);
    let before = checked(&gate).await;
    let delete = || gate.call(&gate.admin, Method::DELETE, POLICY, "");
    assert_eq!(delete().await.status, 204);
    assert_eq!(delete().await.status, 404);
    let after = checked(&gate).await;
    assert_eq!(after["status"], "passed");
    let path = format!("/checks/{}", before["id"].as_str().unwrap());
    assert_eq!(gate.get(&path).await.ok(200)["results"], before["results"]);
    let audit = gate.get("/organizations/acme/audit").await.ok(200);
    let actions: Vec<_> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["action"].as_str())
        .filter(|action| action.starts_with("policy."))
        .collect();
    assert_eq!(actions, ["policy.delete", "policy.create"]);
}
