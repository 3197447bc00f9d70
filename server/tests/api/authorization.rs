//! Every endpoint of the native API against somebody unknown, a stranger and a reader. The table is
//! held against the OpenAPI document: an endpoint that is missing here fails the test.

use std::collections::BTreeMap;

use domain::BuiltinRole;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::gate::{DENIES, Gate, bundle, plan};

/// Who may call an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// Whoever has a token: it is about themselves.
    Anyone,
    /// Members who read; strangers see nothing there.
    Readers,
    /// More than readers; strangers see nothing there.
    Others,
    /// Who owns the thing; for anybody else it is not there.
    ItsOwner,
}

const TABLE: [(&str, For); 51] = [
    ("whoami", For::Anyone),
    ("list_organizations", For::Anyone),
    ("list_tokens", For::Anyone),
    ("create_token", For::Anyone),
    ("revoke_token", For::ItsOwner),
    ("list_sessions", For::Anyone),
    ("revoke_session", For::ItsOwner),
    ("get_organization", For::Readers),
    ("put_organization", For::Others),
    ("list_projects", For::Readers),
    ("put_project", For::Others),
    ("list_workspaces", For::Readers),
    ("get_workspace", For::Readers),
    ("put_workspace", For::Others),
    ("delete_workspace", For::Others),
    ("effective_policy_sets", For::Readers),
    ("list_policies", For::Readers),
    ("get_policy", For::Readers),
    ("put_policy", For::Others),
    ("delete_policy", For::Others),
    ("list_policy_sets", For::Readers),
    ("get_policy_set", For::Readers),
    ("put_policy_set", For::Others),
    ("delete_policy_set", For::Others),
    ("policies_in_force", For::Readers),
    ("matched_workspaces", For::Readers),
    ("list_versions", For::Readers),
    ("get_version", For::Readers),
    ("upload_version", For::Others),
    ("version_files", For::Readers),
    ("version_file", For::Readers),
    ("version_bundle", For::Readers),
    ("version_tests", For::Readers),
    ("submit_run", For::Others),
    ("list_runs", For::Readers),
    ("get_run", For::Readers),
    ("plan_changes", For::Readers),
    ("plan_json", For::Readers),
    ("confirm_run", For::Others),
    ("discard_run", For::Others),
    ("cancel_run", For::Others),
    ("get_check", For::Readers),
    ("override_check", For::Others),
    ("check_log", For::Readers),
    ("policy_input", For::Readers),
    ("list_members", For::Readers),
    ("list_roles", For::Readers),
    ("invite_member", For::Others),
    ("change_member_role", For::Others),
    ("remove_member", For::Others),
    ("list_audit", For::Others),
];

/// Things to call endpoints on, by the names of path parameters.
async fn things(gate: &Gate) -> BTreeMap<&'static str, String> {
    gate.policy_set("set", "soft-mandatory", DENIES).await;
    let lone = json!({"query": "data.lone.deny", "source": "package lone\n\ndeny := []\n"});
    gate.put("/organizations/acme/policies/lone", lone)
        .await
        .ok(201);
    let run = gate.run().await;
    let owner = gate.member("acme", "olga", BuiltinRole::Owner).await;
    let members = gate.get("/organizations/acme/members").await.ok(200);
    let olga = members["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["user_id"] == owner.user.id.to_string())
        .unwrap();
    let token = gate.post("/tokens", r#"{"name": "x"}"#).await.ok(201);
    BTreeMap::from([
        ("organization", "acme".to_owned()),
        ("project", "Default%20Project".to_owned()),
        ("workspace", "net".to_owned()),
        ("policy_set", "set".to_owned()),
        ("policy", "lone".to_owned()),
        ("number", "1".to_owned()),
        ("run", text(&run["id"])),
        ("check", text(&run["checks"][0]["id"])),
        ("membership", text(&olga["id"])),
        ("token", text(&token["id"])),
        ("session", "sess-0123456789abcdef".to_owned()),
    ])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn body(id: &str) -> Vec<u8> {
    match id {
        "submit_run" => plan(),
        "upload_version" => bundle("advisory", DENIES),
        "override_check" => json!({"reason": "because it is a test"})
            .to_string()
            .into_bytes(),
        "create_token" => json!({"name": "mine"}).to_string().into_bytes(),
        "invite_member" => json!({"email": "x@y", "name": "X", "role": "reader"})
            .to_string()
            .into_bytes(),
        "change_member_role" => json!({"role": "reader"}).to_string().into_bytes(),
        _ => b"{}".to_vec(),
    }
}

/// Method, path and id of every operation.
fn operations(things: &BTreeMap<&str, String>) -> Vec<(Method, String, String)> {
    let document = serde_json::to_value(server::api::v1::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = text(&operation["operationId"]);
            let mut path = path.clone();
            for (name, value) in things {
                path = path.replace(&format!("{{{name}}}"), value);
            }
            assert!(!path.contains('{'), "{id}: what is to stand in {path}?");
            if id == "version_file" {
                path.push_str("?path=rule.rego");
            }
            operations.push((method.to_uppercase().parse().unwrap(), path, id));
        }
    }
    operations
}

#[tokio::test]
async fn every_endpoint_is_covered_and_refuses_whom_it_must() {
    let gate = Gate::start().await;
    let things = things(&gate).await;
    let table = BTreeMap::from(TABLE);
    let reader = gate.token("acme", "rita", BuiltinRole::Reader).await;
    gate.put("/organizations/other", json!({})).await.ok(201);
    let stranger = gate.token("other", "sam", BuiltinRole::Owner).await;
    let operations = operations(&things);
    assert_eq!(
        operations.len(),
        table.len(),
        "an entry of the table is no endpoint"
    );
    for (method, path, id) in operations {
        let rule = *table
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{id} is not in the table"));
        let call = |token: String| {
            let (gate, method, path, body) = (&gate, method.clone(), path.clone(), body(&id));
            async move { gate.call(&token, method, &path, body).await }
        };
        let anonymous = call(String::new()).await;
        assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED, "{id}, nobody");
        let (for_stranger, for_reader) = match rule {
            For::Anyone => (None, None),
            For::Readers => (Some(404), None),
            For::Others => (Some(404), Some(403)),
            For::ItsOwner => (Some(404), Some(404)),
        };
        for (who, token, expected) in [
            ("a stranger", &stranger, for_stranger),
            ("a reader", &reader, for_reader),
        ] {
            let answer = call(token.clone()).await;
            let status = answer.status.as_u16();
            match expected {
                Some(expected) => assert_eq!(status, expected, "{id}, {who}: {}", answer.text()),
                None => assert!(answer.status.is_success(), "{id}, {who}: {}", answer.text()),
            }
        }
    }
    // Nothing of all that had an effect.
    let run = gate.get(&format!("/runs/{}", things["run"])).await.ok(200);
    assert_eq!(run["status"], "needs_decision");
}
