//! Policy sets and where they apply.

use serde_json::json;

use crate::gate::Gate;

const SET: &str = "/organizations/acme/policy-sets/tags";

#[tokio::test]
async fn a_scope_is_written_and_read_by_names() {
    let gate = Gate::start().await;
    for name in ["net", "web"] {
        gate.put(&format!("/organizations/acme/workspaces/{name}"), json!({}))
            .await
            .ok(201);
    }
    let body = json!({
        "description": "tags", "overridable": true,
        "workspaces": ["net"], "projects": ["Default Project"], "excluded_workspaces": ["web"],
    });
    let made = gate.put(SET, body).await.ok(201);
    assert_eq!(made["workspaces"], json!(["net"]));
    assert_eq!(made["projects"], json!(["Default Project"]));
    assert_eq!(made["excluded_workspaces"], json!(["web"]));
    let after = gate.put(SET, json!({"global": true})).await.ok(200);
    assert_eq!(
        after["description"], "tags",
        "an absent member keeps its value"
    );
    assert_eq!(after["excluded_workspaces"], json!(["web"]));
    let list = gate.get("/organizations/acme/policy-sets").await.ok(200);
    assert_eq!(list["items"][0]["workspaces"], json!(["net"]));
}

#[tokio::test]
async fn a_workspace_says_which_sets_apply_and_why() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    gate.put(SET, json!({"global": true, "excluded_workspaces": ["net"]}))
        .await
        .ok(201);
    gate.put(
        "/organizations/acme/policy-sets/cost",
        json!({"workspaces": ["net"]}),
    )
    .await
    .ok(201);
    let path = "/organizations/acme/workspaces/net/effective-policy-sets";
    let list = gate.get(path).await.ok(200);
    let seen: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["policy_set"].clone(),
                one["applies"].clone(),
                one["reason"].clone(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (json!("cost"), json!(true), json!("workspace_attached")),
            (json!("tags"), json!(false), json!("workspace_excluded")),
        ]
    );
    let matched = gate.get(&format!("{SET}/matched-workspaces")).await.ok(200);
    assert_eq!(matched["items"][0]["applies"], false);
}

#[tokio::test]
async fn a_workspace_that_is_not_there_cannot_be_attached_and_nothing_is_made() {
    let gate = Gate::start().await;
    let error = gate
        .put(SET, json!({"workspaces": ["ghost"]}))
        .await
        .refused(422, "invalid");
    assert!(
        error["pointer"]
            .as_str()
            .unwrap()
            .starts_with("/workspaces"),
        "{error}"
    );
    gate.get(SET).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_deleted_set_is_gone_and_cannot_be_deleted_again() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let delete = || gate.call(&gate.admin, http::Method::DELETE, SET, "");
    delete().await.ok(204);
    delete().await.refused(404, "not_found");
    gate.get(SET).await.refused(404, "not_found");
}
