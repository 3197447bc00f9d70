//! Runs: plans that can be checked, and those that cannot.

use std::io::Write;

use domain::BuiltinRole;
use serde_json::json;

use crate::gate::{ALLOWS, DENIES, Gate, plan};

const RUNS: &str = "/organizations/acme/workspaces/net/runs";

#[tokio::test]
async fn a_plan_is_checked_and_the_check_is_whole() {
    let gate = Gate::start().await;
    gate.policy_set("set", "advisory", DENIES).await;
    let run = gate.run().await;
    assert_eq!(run["status"], "checked");
    assert_eq!(run["message"], "hello");
    assert_eq!(run["plan"]["add"], 1);
    let check = &run["checks"][0];
    assert_eq!(check["status"], "passed");
    assert_eq!(check["counts"]["advisory_failed"], 1);
    let result = &check["results"][0];
    assert_eq!(result["policy_set"], "set");
    assert_eq!(result["version"], 1);
    assert_eq!(result["policy"], "rule");
    assert_eq!(result["level"], "advisory");
    assert_eq!(result["result"], "advisory_failed");
    assert_eq!(
        result["messages"][0]["text"],
        "aws_s3_bucket.logs is not welcome"
    );
    assert_eq!(result["messages"][0]["resource"], "aws_s3_bucket.logs");
    assert_eq!(check["run_id"], run["id"]);
    assert_eq!(check["stage"], "post_plan");
    assert!(
        check["plan_digest"]
            .as_str()
            .unwrap()
            .starts_with("sha256:")
    );
    assert!(
        check["timestamps"]["finished_at"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    let id = check["id"].as_str().unwrap();
    let url = format!(
        "http://gate.test/orgs/acme/runs/{}/checks/{id}",
        run["id"].as_str().unwrap()
    );
    assert_eq!(check["url"], url);
    assert_eq!(gate.get(&format!("/checks/{id}")).await.ok(200), *check);
    let log = gate.get(&format!("/checks/{id}/log")).await;
    assert!(log.text().contains("is not welcome"), "{}", log.text());
    let input = gate
        .get(&format!("/checks/{id}/input?shape=scalr"))
        .await
        .ok(200);
    assert_eq!(input["tfplan"]["format_version"], "1.2");
    let changes = gate
        .get(&format!("/runs/{}/changes", run["id"].as_str().unwrap()))
        .await
        .ok(200);
    assert_eq!(changes["items"][0]["address"], "aws_s3_bucket.logs");
}

#[tokio::test]
async fn no_policy_applied_is_passed_with_all_counts_zero() {
    let gate = Gate::start().await;
    let run = gate.run().await;
    assert_eq!(run["checks"][0]["status"], "passed");
    let counts = json!({"passed": 0, "advisory_failed": 0, "soft_failed": 0, "hard_failed": 0, "errored": 0});
    assert_eq!(run["checks"][0]["counts"], counts);
}

#[tokio::test]
async fn a_gzipped_plan_is_the_same_plan() {
    let gate = Gate::start().await;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&plan()).unwrap();
    let path = format!("{RUNS}?create=1");
    let plain = gate.post(&path, plan()).await.ok(201);
    let packed = gate.post(&path, packed.finish().unwrap()).await.ok(201);
    assert_eq!(packed["plan_digest"], plain["plan_digest"]);
    let id = packed["id"].as_str().unwrap();
    assert_eq!(
        gate.get(&format!("/runs/{id}/plan")).await.body.as_ref(),
        plan()
    );
}

#[tokio::test]
async fn a_workspace_is_made_only_when_asked() {
    let gate = Gate::start().await;
    gate.post(RUNS, plan()).await.refused(404, "not_found");
    gate.post(&format!("{RUNS}?create=perhaps"), plan())
        .await
        .refused(422, "invalid_query");
    gate.post(&format!("{RUNS}?create"), plan()).await.ok(201);
}

#[tokio::test]
async fn what_is_no_plan_says_so_and_leaves_nothing() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    let whole = plan();
    let cut_off = whole[..whole.len() / 2].to_vec();
    for (body, why) in [
        (
            b"hello".to_vec(),
            "the plan, line 1, column 1: it is not JSON",
        ),
        (Vec::new(), "the document is empty"),
        (b"{}".to_vec(), "the document has no format_version"),
        (b"[]".to_vec(), "a plan, which is an object"),
        (cut_off, "it ends in the middle: it was cut off"),
        (
            br#"{"format_version":"1.2","format_version":"1.2","resource_changes":[]}"#.to_vec(),
            "the key `format_version` is there twice",
        ),
        (
            br#"{"format_version":"9.0","resource_changes":[]}"#.to_vec(),
            "0.1, 0.2 and 1.x are understood",
        ),
        (
            br#"{"format_version":"1.2","errored":true,"resource_changes":[]}"#.to_vec(),
            "`errored` is true",
        ),
        (vec![0x1f, 0x8b, 8, 0, 1, 2], "cannot be decompressed"),
    ] {
        let error = gate.post(RUNS, body).await.refused(422, "invalid_plan");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(why), "{why}: {message}");
    }
    let list = gate.get("/organizations/acme/runs").await.ok(200);
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn a_plan_over_the_limit_is_413_plain_or_unpacked() {
    let gate = Gate::start_with_plans_up_to(1).await;
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    let large = vec![b' '; (1 << 20) + 1];
    let error = gate
        .post(RUNS, large.clone())
        .await
        .refused(413, "too_large");
    assert_eq!(
        error["message"],
        "the plan is larger than the limit of 1 MiB, which the server's operator sets with \
         PORTCULLIS_MAX_PLAN_MB"
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&large).unwrap();
    gate.post(RUNS, packed.finish().unwrap())
        .await
        .refused(413, "too_large");
}

#[tokio::test]
async fn runs_are_confirmed_and_discarded_once_and_only_where_they_stand() {
    let gate = Gate::start().await;
    gate.policy_set("set", "mandatory", ALLOWS).await;
    let run = gate.run().await;
    let id = run["id"].as_str().unwrap();
    let confirmed = gate.post(&format!("/runs/{id}/confirm"), "").await.ok(200);
    assert_eq!(confirmed["status"], "confirmed");
    for verb in ["confirm", "discard", "cancel"] {
        let answer = gate.post(&format!("/runs/{id}/{verb}"), "{}").await;
        assert_eq!(answer.status, 409, "{verb}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_list_of_runs_is_paged_and_filtered() {
    let gate = Gate::start().await;
    for _ in 0..3 {
        gate.run().await;
    }
    let path = "/organizations/acme/runs?limit=2";
    let first = gate.get(path).await.ok(200);
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let next = first["next"].as_str().unwrap();
    let second = gate.get(&format!("{path}&after={next}")).await.ok(200);
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert_eq!(second["next"], json!(null));
    assert_ne!(second["items"][0]["id"], first["items"][1]["id"]);
    let none = gate
        .get("/organizations/acme/runs?status=needs_decision,errored")
        .await
        .ok(200);
    assert_eq!(none["items"], json!([]));
    gate.get("/organizations/acme/runs?status=happy")
        .await
        .refused(422, "invalid_query");
}

#[tokio::test]
async fn ids_of_another_kind_or_nobody_are_404() {
    let gate = Gate::start().await;
    let run = gate.run().await;
    let check = run["checks"][0]["id"].as_str().unwrap();
    for path in [
        format!("/runs/{check}"),
        "/runs/run-0000000000000000".to_owned(),
        "/runs/run-xyz".to_owned(),
        "/checks/polchk-0000000000000000".to_owned(),
        format!("/checks/{}", run["id"].as_str().unwrap()),
    ] {
        gate.get(&path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_run_of_another_organization_is_not_there() {
    let gate = Gate::start().await;
    let run = gate.run().await;
    gate.put("/organizations/other", json!({})).await.ok(201);
    let stranger = gate.token("other", "sam", BuiltinRole::Owner).await;
    let path = format!("/runs/{}", run["id"].as_str().unwrap());
    let foreign = gate.get_as(&stranger, &path).await;
    assert_eq!(foreign.status, 404);
    let check = run["checks"][0]["id"].as_str().unwrap();
    let body = r#"{"reason": "because I say so"}"#;
    let answer = gate
        .post_as(&stranger, &format!("/checks/{check}/override"), body)
        .await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn a_run_that_waits_is_discarded_and_one_that_is_worked_on_is_canceled() {
    let gate = Gate::start().await;
    gate.policy_set("set", "soft-mandatory", DENIES).await;
    let waiting = gate.run().await;
    let path = format!("/runs/{}/discard", waiting["id"].as_str().unwrap());
    let body = json!({"reason": "another way was found"}).to_string();
    let discarded = gate.post(&path, body).await.ok(200);
    assert_eq!(discarded["status"], "discarded");
    assert_eq!(
        discarded["checks"][0]["status"], "soft_failed",
        "what it said stays"
    );
    let log = gate
        .get("/organizations/acme/audit?action=run.discard")
        .await
        .ok(200);
    assert_eq!(log["items"][0]["detail"], "another way was found");

    // Longer than anybody waits here.
    let slow = "deny contains 1 if {\n  some a in numbers.range(1, 10000)\n  \
                some b in numbers.range(1, 10000)\n  a + b == 0\n}";
    gate.policy_set("slow", "soft-mandatory", slow).await;
    let run = gate.post(RUNS, plan()).await.ok(201);
    let path = format!("/runs/{}/cancel", run["id"].as_str().unwrap());
    let canceled = gate.post(&path, "{}").await.ok(200);
    assert_eq!(canceled["status"], "canceled");
    assert_eq!(canceled["checks"][0]["status"], "canceled");
    assert_eq!(gate.post(&path, "{}").await.status, 409);
}
