//! The audit log: page by page, and only what is asked for.

use domain::BuiltinRole;
use serde_json::{Value, json};

use crate::gate::Gate;

const AUDIT: &str = "/organizations/acme/audit";

fn items(list: &Value) -> &[Value] {
    list["items"].as_array().unwrap()
}

#[tokio::test]
async fn the_log_is_paged_newest_first_without_a_gap() {
    let gate = Gate::start().await;
    for name in ["one", "two", "three"] {
        let path = format!("/organizations/acme/workspaces/{name}");
        gate.put(&path, json!({})).await.ok(201);
    }
    let whole = gate.get(AUDIT).await.ok(200);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = gate
            .get(&format!("{AUDIT}?limit=1&after={after}"))
            .await
            .ok(200);
        assert_eq!(items(&page).len(), 1);
        seen.extend(items(&page).iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(seen, items(&whole));
    assert_eq!(seen[0]["subject"]["name"], "three");
    gate.get(&format!("{AUDIT}?after=nonsense"))
        .await
        .refused(422, "invalid_cursor");
}

#[tokio::test]
async fn the_log_is_filtered_by_actor_action_and_subject_all_at_once() {
    let gate = Gate::start().await;
    let olga = gate.token("acme", "olga", BuiltinRole::Owner).await;
    let net = "/organizations/acme/workspaces/net";
    let made = gate.call(&olga, http::Method::PUT, net, "{}").await.ok(201);
    gate.put(net, json!({"tags": ["prod"]})).await.ok(200);
    gate.put("/organizations/acme/policy-sets/set", json!({}))
        .await
        .ok(201);
    let id = made["id"].as_str().unwrap();
    for (query, expected) in [
        ("actor=olga".to_owned(), vec!["workspace.create"]),
        ("actor=nobody".to_owned(), vec![]),
        (
            "action=workspace".to_owned(),
            vec!["workspace.update", "workspace.create"],
        ),
        (
            "action=policy_set.create".to_owned(),
            vec!["policy_set.create"],
        ),
        (
            format!("subject={id}"),
            vec!["workspace.update", "workspace.create"],
        ),
        (
            format!("subject={id}&action=workspace.c&actor=olga"),
            vec!["workspace.create"],
        ),
        (format!("subject={id}&action=policy_set"), vec![]),
    ] {
        let list = gate.get(&format!("{AUDIT}?{query}")).await.ok(200);
        let actions: Vec<&str> = items(&list)
            .iter()
            .map(|entry| entry["action"].as_str().unwrap())
            .filter(|action| !action.starts_with("token."))
            .collect();
        assert_eq!(actions, expected, "{query}");
    }
}

#[tokio::test]
async fn an_entry_names_the_client_behind_a_trusted_proxy() {
    let gate = Gate::start().await;
    let request = http::Request::builder()
        .method(http::Method::PUT)
        .uri("/api/v1/organizations/acme/workspaces/net")
        .header("authorization", format!("Bearer {}", gate.admin))
        // The test's own connections come from the proxy; the first entry is the client's word.
        .header("x-forwarded-for", "198.51.100.1, 203.0.113.9");
    gate.send(request.body("{}".into()).unwrap()).await.ok(201);
    let log = gate.get(&format!("{AUDIT}?limit=1")).await.ok(200);
    assert_eq!(items(&log)[0]["address"], "203.0.113.9");
}
