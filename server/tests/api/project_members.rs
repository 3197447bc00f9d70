//! People whose role is on one project only: they see that project, page by page like everybody.

use domain::BuiltinRole;
use serde_json::{Value, json};

use crate::gate::{DENIES, Gate, plan};

/// Two projects with three workspaces and a soft-failed run each.
async fn two_projects() -> Gate {
    let gate = Gate::start().await;
    gate.policy_set("set", "soft-mandatory", DENIES).await;
    for project in ["mine", "other"] {
        gate.put(
            &format!("/organizations/acme/projects/{project}"),
            json!({}),
        )
        .await
        .ok(201);
        for number in 1..=3 {
            let path = format!("/organizations/acme/workspaces/{project}-{number}");
            gate.put(&path, json!({"project": project})).await.ok(201);
            let run = gate.post(&format!("{path}/runs"), plan()).await.ok(201);
            let run = run["id"].as_str().unwrap().to_owned();
            let settled = gate.get(&format!("/runs/{run}?wait=30")).await.ok(200);
            assert_eq!(settled["status"], "needs_decision");
        }
    }
    gate
}

/// A list read to its end, one item a page.
async fn read(gate: &Gate, token: &str, path: &str, member: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = gate
            .get_as(token, &format!("{path}limit=1&after={after}"))
            .await
            .ok(200);
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 1, "the limit is a limit");
        seen.extend(
            items
                .iter()
                .map(|item| item[member].as_str().unwrap().to_owned()),
        );
        match &page["next"] {
            Value::String(next) => after.clone_from(next),
            _ => return seen,
        }
    }
}

#[tokio::test]
async fn their_workspaces_and_runs_come_page_by_page_and_are_all_of_their_project() {
    let gate = two_projects().await;
    let rita = gate
        .project_token("mine", "rita", BuiltinRole::Reader)
        .await;
    let workspaces = "/organizations/acme/workspaces?";
    assert_eq!(
        read(&gate, &rita, workspaces, "name").await,
        ["mine-1", "mine-2", "mine-3"]
    );
    assert_eq!(
        read(&gate, &rita, &format!("{workspaces}search=2&"), "name").await,
        ["mine-2"]
    );
    let runs = "/organizations/acme/runs?";
    assert_eq!(
        read(&gate, &rita, runs, "workspace").await,
        ["mine-3", "mine-2", "mine-1"]
    );
    assert_eq!(
        read(
            &gate,
            &rita,
            &format!("{runs}workspace=mine-2&"),
            "workspace"
        )
        .await,
        ["mine-2"]
    );
    assert_eq!(
        read(&gate, &rita, &format!("{runs}status=checked&"), "workspace").await,
        [""; 0]
    );
    gate.get_as(&rita, &format!("{runs}workspace=other-1"))
        .await
        .refused(404, "not_found");
    assert_eq!(read(&gate, &gate.admin, runs, "workspace").await.len(), 6);
}

#[tokio::test]
async fn the_first_page_counts_what_they_may_see() {
    let gate = two_projects().await;
    let rita = gate
        .member_of_project("mine", "rita", BuiltinRole::Reader)
        .await;
    let acme = "acme".parse().unwrap();
    let shown = gate.services().dashboard(&rita, &acme).await.unwrap();
    assert_eq!((shown.needs_decision, shown.workspaces), (3, 3));
    assert_eq!((shown.waiting.len(), shown.recent.len()), (3, 3));
    let blocked: u32 = shown.days.iter().map(|day| day.blocked).sum();
    assert_eq!(blocked, 0, "they wait, and are not blocked yet");
    let viewer = gate.services().viewer(&rita, Some(&acme)).await.unwrap();
    assert_eq!(viewer.needs_decision, 3);

    let admin = gate.admin_caller().await;
    let whole = gate.services().dashboard(&admin, &acme).await.unwrap();
    assert_eq!((whole.needs_decision, whole.workspaces), (6, 6));
}

#[tokio::test]
async fn a_new_workspace_without_a_project_says_which_permission_is_missing_where() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/projects/mine", json!({}))
        .await
        .ok(201);
    let wanda = gate
        .project_token("mine", "wanda", BuiltinRole::Writer)
        .await;
    let workspace = "/organizations/acme/workspaces/net";
    let put = |body: Value| gate.call(&wanda, http::Method::PUT, workspace, body.to_string());
    let runs = format!("{workspace}/runs?create=true");
    for answer in [
        put(json!({})).await,
        gate.post_as(&wanda, &runs, plan()).await,
    ] {
        let error = answer.refused(403, "forbidden");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("Default Project"), "{message}");
        assert!(
            message.contains(domain::Permission::ManageWorkspaces.as_str()),
            "{message}"
        );
    }
    put(json!({"project": "mine"})).await.ok(201);
    gate.post_as(&wanda, &runs, plan()).await.ok(201);
}
