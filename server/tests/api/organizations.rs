//! Organizations and projects.

use domain::BuiltinRole;
use serde_json::json;

use crate::gate::{Gate, plan};

#[tokio::test]
async fn put_creates_once_and_then_changes() {
    let gate = Gate::start().await;
    let made = gate
        .put("/organizations/beta", json!({"email": "ops@beta.example"}))
        .await
        .ok(201);
    assert_eq!(made["name"], "beta");
    let again = gate.put("/organizations/beta", json!({})).await.ok(200);
    assert_eq!(
        again["email"], "ops@beta.example",
        "an absent member keeps its value"
    );
    assert_eq!(again["id"], made["id"]);
}

#[tokio::test]
async fn put_changes_one_setting_and_keeps_the_others() {
    let gate = Gate::start().await;
    let path = "/organizations/acme";
    gate.put(path, json!({"settings": {"four_eyes": true}}))
        .await
        .ok(200);
    let after = gate
        .put(path, json!({"settings": {"empty_checks_error": true}}))
        .await
        .ok(200);
    assert_eq!(after["settings"]["four_eyes"], true);
    assert_eq!(after["settings"]["empty_checks_error"], true);
    assert_eq!(after["settings"]["advisory_errors_block"], false);
}

#[tokio::test]
async fn switches_that_are_turned_at_the_same_moment_all_stay_turned() {
    let gate = Gate::start().await;
    let path = "/organizations/acme";
    let switches = [
        "advisory_errors_block",
        "empty_checks_error",
        "wire_overrides_need_reason",
        "four_eyes",
    ];
    for round in 0..5 {
        let on = round % 2 == 0;
        let put = |switch: &str| gate.put(path, json!({"settings": {switch: on}}));
        let [one, two, three, four] = switches.map(put);
        let (one, two, three, four) = tokio::join!(one, two, three, four);
        for answer in [one, two, three, four] {
            answer.ok(200);
        }
        let after = gate.get(path).await.ok(200);
        for switch in switches {
            assert_eq!(after["settings"][switch], on, "{round}: {after}");
        }
    }
}

#[tokio::test]
async fn a_list_has_items_and_next_and_nothing_foreign() {
    let gate = Gate::start().await;
    gate.put("/organizations/secret", json!({})).await.ok(201);
    let reader = gate.token("acme", "rita", BuiltinRole::Reader).await;
    let list = gate.get_as(&reader, "/organizations").await.ok(200);
    assert_eq!(list["next"], json!(null));
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["name"], "acme");
}

#[tokio::test]
async fn a_foreign_organization_looks_exactly_like_one_that_does_not_exist() {
    let gate = Gate::start().await;
    let reader = gate.token("acme", "rita", BuiltinRole::Reader).await;
    for path in [
        "/organizations/other",
        "/organizations/other/workspaces",
        "/organizations/other/policy-sets/x",
        "/organizations/other/audit",
    ] {
        let absent = gate.get_as(&reader, path).await;
        assert_eq!(absent.status, 404);
        gate.put("/organizations/other", json!({})).await;
        let foreign = gate.get_as(&reader, path).await;
        assert_eq!(foreign.status, 404);
        assert_eq!(
            foreign.without_request_id(),
            absent.without_request_id(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_is_nowhere_and_nothing_is_created_under_it() {
    let gate = Gate::start().await;
    for path in [
        "/organizations/a%20b",
        "/organizations/acme/workspaces/a%20b",
        "/organizations/acme/policy-sets/a%20b",
        "/organizations/acme/policies/a%20b",
    ] {
        gate.get(path).await.refused(404, "not_found");
        let error = gate.put(path, json!({})).await.refused(422, "invalid");
        assert_eq!(error["pointer"], "/name", "{path}");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with("`a b` cannot be a name because of ' '"),
            "{path}: {message}"
        );
    }
    let runs = "/organizations/acme/workspaces/a%20b/runs";
    gate.post(runs, plan()).await.refused(404, "not_found");
    let error = gate
        .post(&format!("{runs}?create=true"), plan())
        .await
        .refused(422, "invalid");
    assert_eq!(error["pointer"], "/name");
    // Where it would be created cannot be.
    gate.put("/organizations/a%2Fb/workspaces/net", json!({}))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn an_organization_is_born_with_a_project_and_gets_more_by_put() {
    let gate = Gate::start().await;
    let list = gate.get("/organizations/acme/projects").await.ok(200);
    assert_eq!(list["items"][0]["name"], "Default Project");
    let path = "/organizations/acme/projects/Data%20lake";
    let made = gate
        .put(path, json!({"description": "lakes"}))
        .await
        .ok(201);
    assert_eq!(made["name"], "Data lake");
    assert_eq!(
        gate.put(path, json!({})).await.ok(200)["description"],
        "lakes"
    );
}
