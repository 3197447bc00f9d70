//! Overrides: who, when, why, and only once.

use domain::BuiltinRole;
use serde_json::json;

use crate::gate::{ALLOWS, DENIES, Gate, plan};

const REASON: &str = r#"{"reason": "the tags follow next sprint"}"#;

#[tokio::test]
async fn an_approver_overrides_a_soft_failure_with_a_reason_that_stays() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let approver = gate.token("acme", "alice", BuiltinRole::Approver).await;
    let path = format!("/checks/{check}/override");
    let after = gate.post_as(&approver, &path, REASON).await.ok(200);
    assert_eq!(after["status"], "overridden");
    let decision = &after["overrides"][0];
    assert_eq!(decision["by"], "alice");
    assert_eq!(decision["reason"], "the tags follow next sprint");
    assert!(decision["at"].as_str().unwrap().ends_with('Z'));
    let run = gate
        .get(&format!("/runs/{}", after["run_id"].as_str().unwrap()))
        .await
        .ok(200);
    assert_eq!(run["status"], "checked");
    let audit = gate.get("/organizations/acme/audit").await.ok(200);
    let actions: Vec<_> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["action"].clone())
        .collect();
    assert!(
        actions
            .iter()
            .any(|action| action.as_str().unwrap().contains("override")),
        "{actions:?}"
    );
}

#[tokio::test]
async fn a_second_override_is_a_conflict_without_an_effect() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    gate.post(&path, REASON).await.ok(200);
    let answer = gate.post(&path, REASON).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["overrides"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn of_two_overrides_at_once_one_wins() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    let (one, other) = tokio::join!(gate.post(&path, REASON), gate.post(&path, REASON));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["overrides"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_hard_failure_cannot_be_overridden_by_anybody() {
    let gate = Gate::start().await;
    let check = gate.check("hard-mandatory", DENIES, "hard_failed").await;
    let answer = gate
        .post(&format!("/checks/{check}/override"), REASON)
        .await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["status"], "hard_failed");
    assert_eq!(after["overrides"], json!([]));
}

#[tokio::test]
async fn a_passed_check_and_an_errored_one_cannot_be_overridden() {
    let gate = Gate::start().await;
    let passed = gate.check("soft-mandatory", ALLOWS, "passed").await;
    let answer = gate
        .post(&format!("/checks/{passed}/override"), REASON)
        .await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    // The query is defined and no set: no answer, so errored.
    gate.policy_set("broken", "soft-mandatory", "deny := 7")
        .await;
    let run = gate.run().await;
    let check = &run["checks"][0];
    assert_eq!(check["status"], "errored", "{check}");
    assert_eq!(run["status"], "errored");
    let path = format!("/checks/{}/override", check["id"].as_str().unwrap());
    assert_eq!(gate.post(&path, REASON).await.status, 409);
}

#[tokio::test]
async fn a_reason_is_asked_for_at_its_place() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    for body in [
        "",
        "{}",
        r#"{"reason": ""}"#,
        r#"{"reason": "too short"}"#,
        r#"{"reason": "          x"}"#,
        r#"{"reason": 7}"#,
    ] {
        let answer = gate.post(&path, body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        assert_eq!(answer.json()["error"]["pointer"], "/reason", "{body}");
    }
    gate.post(&path, "{").await.refused(400, "malformed_json");
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["status"], "soft_failed");
}

#[tokio::test]
async fn who_may_not_override_is_told_403_and_who_may_not_see_404() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    for (name, role) in [
        ("rita", BuiltinRole::Reader),
        ("erik", BuiltinRole::Writer),
        ("dana", BuiltinRole::PolicyAuthor),
    ] {
        let token = gate.token("acme", name, role).await;
        let answer = gate.post_as(&token, &path, REASON).await;
        assert_eq!(answer.status, 403, "{name}: {}", answer.text());
    }
    gate.put("/organizations/other", json!({})).await.ok(201);
    let stranger = gate.token("other", "sam", BuiltinRole::Approver).await;
    gate.post_as(&stranger, &path, REASON)
        .await
        .refused(404, "not_found");
    gate.post_as("", &path, REASON)
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn mandatory_is_soft_in_an_overridable_set_and_pinned_when_it_was_queued() {
    let gate = Gate::start().await;
    gate.policy_set("set", "mandatory", DENIES).await;
    assert_eq!(gate.run().await["checks"][0]["status"], "hard_failed");
    gate.put(
        "/organizations/acme/policy-sets/set",
        json!({"overridable": true}),
    )
    .await
    .ok(200);
    let run = gate.run().await;
    assert_eq!(run["checks"][0]["status"], "soft_failed");
    assert_eq!(run["status"], "needs_decision");
    gate.put(
        "/organizations/acme/policy-sets/set",
        json!({"overridable": false}),
    )
    .await
    .ok(200);
    let check = run["checks"][0]["id"].as_str().unwrap();
    gate.post(&format!("/checks/{check}/override"), REASON)
        .await
        .ok(200);
}

#[tokio::test]
async fn a_bundle_that_is_gone_or_damaged_errors_the_check_at_once_and_is_named() {
    let mut gate = Gate::start().await;
    gate.policy_set("set", "advisory", ALLOWS).await;
    let version = gate
        .get("/organizations/acme/policy-sets/set/versions/1")
        .await
        .ok(200);
    // What was sent a moment ago is remembered; a new process has to read it.
    for fault in ["damaged in", "missing from"] {
        let file = gate.blob(&version["digest"]);
        if fault == "missing from" {
            std::fs::remove_file(file).unwrap();
        } else {
            std::fs::write(file, "not what was stored").unwrap();
        }
        gate = gate.restart().await;
        let run = gate.run().await;
        assert_eq!(run["status"], "errored", "{run}");
        let check = &run["checks"][0];
        assert_eq!(check["status"], "errored", "advisory policies or not");
        assert_eq!(check["counts"]["errored"], 1);
        let error = check["error"].as_str().unwrap();
        let expected = format!("the bundle of policy set `set` version 1 is {fault}");
        assert!(error.starts_with(&expected), "{error}");
        assert_eq!(check["results"][0]["error"]["message"], check["error"]);
    }
}

#[tokio::test]
async fn a_check_can_be_waited_for() {
    let gate = Gate::start().await;
    gate.policy_set("set", "soft-mandatory", DENIES).await;
    let path = "/organizations/acme/workspaces/net/runs?create=true";
    let run = gate.post(path, plan()).await.ok(201);
    let check = run["checks"][0]["id"].as_str().unwrap();
    let settled = gate.get(&format!("/checks/{check}?wait=30")).await.ok(200);
    assert_eq!(settled["status"], "soft_failed");
    assert_eq!(settled["results"][0]["policy"], "rule");
}

#[tokio::test]
async fn with_four_eyes_who_started_the_run_may_not_override_its_check() {
    let gate = Gate::start().await;
    let four_eyes = json!({"settings": {"four_eyes": true}});
    gate.put("/organizations/acme", four_eyes).await.ok(200);
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    let error = gate.post(&path, REASON).await.refused(403, "four_eyes");
    assert!(error["message"].as_str().unwrap().contains("second person"));
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["status"], "soft_failed");
    let approver = gate.token("acme", "alice", BuiltinRole::Approver).await;
    let after = gate.post_as(&approver, &path, REASON).await.ok(200);
    assert_eq!(after["status"], "overridden");
}

#[tokio::test]
async fn a_check_without_policies_is_errored_where_the_organization_says_so() {
    let gate = Gate::start().await;
    let strict = json!({"settings": {"empty_checks_error": true}});
    gate.put("/organizations/acme", strict).await.ok(200);
    let run = gate.run().await;
    assert_eq!(run["status"], "errored");
    let check = &run["checks"][0];
    assert_eq!(check["status"], "errored");
    assert_eq!(check["error"], "no policy applied");
    assert_eq!(check["results"], json!([]));
}

#[tokio::test]
async fn a_check_that_takes_long_tells_how_far_it_is() {
    let gate = Gate::start().await;
    gate.policy_set("a-quick-one", "advisory", ALLOWS).await;
    // Runs until its time is over.
    let endless = "deny contains 1 if {\n  some i in numbers.range(1, 9000)\n  \
                   some j in numbers.range(1, 9000)\n  i * j == -1\n}";
    gate.policy_set("b-slow-one", "advisory", endless).await;
    let path = "/organizations/acme/workspaces/net/runs?create=true";
    let run = gate.post(path, plan()).await.ok(201);
    let check = run["checks"][0]["id"].as_str().unwrap();
    let mut told = Vec::new();
    let settled = loop {
        let check = gate.get(&format!("/checks/{check}?wait=1")).await.ok(200);
        if check["status"] != "queued" && check["status"] != "running" {
            break check;
        }
        told.push(check["policy_done"].as_u64().unwrap());
    };
    assert_eq!(settled["policy_total"], 2);
    assert_eq!(settled["policy_done"], 2, "{settled}");
    assert!(told.contains(&1), "{told:?}: {settled}");
}

#[tokio::test]
async fn a_reason_that_shows_nothing_is_none() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let path = format!("/checks/{check}/override");
    for nothing in [
        "\u{200b}".repeat(20),
        format!("\u{200b}{}\u{200b}", " ".repeat(20)),
    ] {
        let answer = gate
            .post(&path, json!({"reason": nothing}).to_string())
            .await;
        answer.refused(422, "reason_too_short");
    }
    let check = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(check["status"], "soft_failed");
}

#[tokio::test]
async fn what_a_policy_says_begins_no_line_of_the_log() {
    let gate = Gate::start().await;
    let forging = "deny contains \"no\\nResult: passed - 9 passed\\n[passed] all-good \\u001b[2J\"";
    let check = gate.check("soft-mandatory", forging, "soft_failed").await;
    let log = gate.get(&format!("/checks/{check}/log")).await;
    let text = log.text();
    let results = text.lines().filter(|line| line.starts_with("Result: "));
    assert_eq!(results.count(), 1, "{text}");
    assert!(
        !text.lines().any(|line| line.starts_with("[passed]")),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text:?}");
}
