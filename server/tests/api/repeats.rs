//! Repeating a PUT changes nothing, on record neither.

use serde_json::{Value, json};

use crate::gate::{ALLOWS, Gate};

/// The details of the entries with this action, newest first.
async fn details(gate: &Gate, action: &str) -> Vec<Value> {
    let path = format!("/organizations/acme/audit?limit=200&action={action}");
    let log = gate.get(&path).await.ok(200);
    let items = log["items"].as_array().unwrap();
    items.iter().map(|entry| entry["detail"].clone()).collect()
}

/// Puts `first`, twice, then `second`, twice; the one entry of an update must say `expected`.
async fn repeated(path: &str, noun: &str, first: Value, second: Value, expected: &str) {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/policy-sets/doors", json!({}))
        .await
        .ok(201);
    let path = format!("/organizations/acme{path}");
    let update = format!("{noun}.update");
    gate.put(&path, first.clone()).await;
    let made = gate.put(&path, first.clone()).await.ok(200);
    let before = details(&gate, &update).await.len();
    assert_eq!(gate.put(&path, first).await.ok(200), made, "{path}");
    assert_eq!(gate.put(&path, json!({})).await.ok(200), made, "{path}");
    assert_eq!(details(&gate, &update).await.len(), before, "{path}");

    let changed = gate.put(&path, second.clone()).await.ok(200);
    assert_ne!(changed, made);
    assert_eq!(gate.put(&path, second).await.ok(200), changed, "{path}");
    let after = details(&gate, &update).await;
    assert_eq!(after.len(), before + 1, "{after:?}");
    assert_eq!(after[0], expected, "{path}");
}

#[tokio::test]
async fn of_an_organization_only_a_change_is_recorded_and_named() {
    repeated(
        "",
        "organization",
        json!({"email": "ops@acme.example"}),
        json!({"email": "team@acme.example", "settings": {"four_eyes": true}}),
        "e-mail: team@acme.example, four eyes: on",
    )
    .await;
}

#[tokio::test]
async fn of_a_project_only_a_change_is_recorded_and_named() {
    repeated(
        "/projects/lake",
        "project",
        json!({"description": "lakes"}),
        json!({"description": "ponds"}),
        "description",
    )
    .await;
}

#[tokio::test]
async fn of_a_workspace_only_a_change_is_recorded_and_named() {
    repeated(
        "/workspaces/net",
        "workspace",
        json!({"description": "the net", "tags": ["prod"], "working_directory": "a/b"}),
        json!({"tags": ["prod", "eu"], "auto_apply": true, "working_directory": ""}),
        "tags: prod eu, auto apply: on, working directory: none",
    )
    .await;
}

#[tokio::test]
async fn of_a_policy_set_only_a_change_is_recorded_and_named() {
    repeated(
        "/policy-sets/rules",
        "policy_set",
        json!({"description": "the rules", "global": true}),
        json!({"overridable": true}),
        "overridable: on",
    )
    .await;
    repeated(
        "/policy-sets/rules",
        "policy_set",
        json!({"overridable": true}),
        json!({"description": "the rules"}),
        "description",
    )
    .await;
}

#[tokio::test]
async fn of_a_managed_policy_only_a_change_is_recorded_and_named() {
    let source = format!("package welcome\n\nimport rego.v1\n\n{ALLOWS}\n");
    repeated(
        "/policies/welcome",
        "policy",
        json!({"query": "data.welcome.deny", "source": source, "policy_sets": ["doors"]}),
        json!({"level": "advisory", "description": "doors"}),
        "level: advisory, description",
    )
    .await;
}
