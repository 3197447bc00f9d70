//! Workspaces: finding and deleting them.

use domain::BuiltinRole;
use http::Method;
use serde_json::json;

use crate::gate::Gate;

const WORKSPACES: &str = "/organizations/acme/workspaces";

#[tokio::test]
async fn workspaces_are_found_by_part_of_their_name_and_paged_by_name() {
    let gate = Gate::start().await;
    for name in ["net-prod", "net-dev", "dns_prod", "dns"] {
        let path = format!("{WORKSPACES}/{name}");
        gate.put(&path, json!({})).await.ok(201);
    }
    for (query, expected) in [
        ("", vec!["dns", "dns_prod", "net-dev", "net-prod"]),
        ("search=PROD", vec!["dns_prod", "net-prod"]),
        ("search=_", vec!["dns_prod"]),
        ("search=%25", vec![]),
        ("search=net&limit=1", vec!["net-dev"]),
        ("search=net&limit=1&after=net-dev", vec!["net-prod"]),
    ] {
        let list = gate.get(&format!("{WORKSPACES}?{query}")).await.ok(200);
        let names: Vec<&str> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected, "{query}");
        let is_cut = query == "search=net&limit=1";
        assert_eq!(list["next"].is_string(), is_cut, "{query}: {list}");
    }
}

#[tokio::test]
async fn a_workspace_is_deleted_once_and_never_with_what_was_checked() {
    let gate = Gate::start().await;
    let lone = format!("{WORKSPACES}/lone");
    gate.put(&lone, json!({})).await.ok(201);
    let delete = |path: String| {
        let gate = &gate;
        async move { gate.call(&gate.admin, Method::DELETE, &path, "").await }
    };
    delete(lone.clone()).await.ok(204);
    gate.get(&lone).await.refused(404, "not_found");
    delete(lone).await.refused(404, "not_found");

    let run = gate.run().await;
    let net = format!("{WORKSPACES}/net");
    let error = delete(net.clone()).await.refused(409, "has_runs");
    assert!(error["message"].as_str().unwrap().contains("`net`"));
    gate.get(&net).await.ok(200);
    gate.get(&format!("/runs/{}", run["id"].as_str().unwrap()))
        .await
        .ok(200);
}

#[tokio::test]
async fn whoever_is_checked_does_not_move_a_workspace_out_of_reach_of_a_policy_set() {
    let gate = Gate::start().await;
    let projects = "/organizations/acme/projects";
    for project in ["shop", "data"] {
        gate.put(&format!("{projects}/{project}"), json!({}))
            .await
            .ok(201);
    }
    let path = "/organizations/acme/workspaces/net";
    gate.put(path, json!({"project": "shop"})).await.ok(201);
    let writer = gate.token("acme", "erik", BuiltinRole::Writer).await;
    let change = |body: &'static str| gate.call(&writer, Method::PUT, path, body);
    change(r#"{"project": "data"}"#)
        .await
        .refused(403, "forbidden");
    change(r#"{"project": "shop", "description": "stays"}"#)
        .await
        .ok(200);
    gate.put(path, json!({"project": "data"})).await.ok(200);
}
