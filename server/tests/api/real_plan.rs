//! A plan that Terraform made, and a set that people use: from the upload to the message.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::gate::Gate;

const SET: &str = "/organizations/acme/policy-sets/network-exposure";

/// What `network-exposure` says about a plan.
struct Case {
    plan: Vec<u8>,
    summary: [(&'static str, u64); 4],
    passed: u64,
    advisory_failed: u64,
    policy: &'static str,
    resource: &'static str,
    text: &'static str,
}

#[tokio::test]
async fn a_real_plan_is_counted_and_blocked_by_the_policy_that_it_violates() {
    let case = case();
    let gate = Gate::start().await;
    gate.put(SET, json!({"global": true})).await.ok(201);
    let bundle = sandbox::pack(files_below(&examples().join("network-exposure")));
    let version = gate.post(&format!("{SET}/versions"), bundle).await.ok(201);
    assert_eq!(version["status"], "ready", "{version}");
    assert_eq!(version["problems"], json!([]));

    let path = "/organizations/acme/workspaces/net/runs?create=true";
    let run = gate.post(path, case.plan.clone()).await.ok(201);
    let id = run["id"].as_str().unwrap();
    let run = gate.get(&format!("/runs/{id}?wait=30")).await.ok(200);

    for (member, count) in case.summary {
        assert_eq!(run["plan"][member], count, "{member}: {}", run["plan"]);
    }
    assert_eq!(run["plan"]["bytes"], case.plan.len());
    let check = &run["checks"][0];
    assert_eq!(check["status"], "hard_failed", "{check}");
    let counts = json!({
        "passed": case.passed, "advisory_failed": case.advisory_failed,
        "soft_failed": 0, "hard_failed": 1, "errored": 0,
    });
    assert_eq!(check["counts"], counts);
    let results = check["results"].as_array().unwrap();
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result["result"] == "hard_failed")
        .collect();
    assert_eq!(failed.len(), 1, "{check}");
    assert_eq!(failed[0]["policy"], case.policy);
    let message = &failed[0]["messages"][0];
    assert_eq!(message["resource"], case.resource);
    let text = message["text"].as_str().unwrap();
    assert!(text.starts_with(case.text), "{text}");
}

/// A real plan of the shared test data, where there is any: of four buckets one each is created,
/// updated, deleted and left alone. Otherwise an example.
fn case() -> Case {
    if let Ok(plan) = std::fs::read(test_data().join("plans/resource-changes.json")) {
        return Case {
            plan,
            summary: [("add", 1), ("change", 1), ("destroy", 1), ("resources", 4)],
            passed: 4,
            advisory_failed: 1,
            policy: "no-public-buckets",
            resource: "aws_s3_bucket.update_bucket",
            text: "aws_s3_bucket.update_bucket: acl is \"public-read\", expected \"private\"",
        };
    }
    println!("skipped: no test data");
    Case {
        plan: std::fs::read(examples().join("plans/payments-prod.json")).unwrap(),
        summary: [
            ("add", 11),
            ("change", 2),
            ("destroy", 1),
            ("resources", 23),
        ],
        passed: 5,
        advisory_failed: 0,
        policy: "no-open-admin-ports",
        resource: "aws_security_group.bastion",
        text: "aws_security_group.bastion: ingress[0] opens port 22 (SSH) to 0.0.0.0/0",
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no configuration but this variable"
)]
fn test_data() -> PathBuf {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    std::env::var("PORTCULLIS_TEST_DATA")
        .unwrap_or_else(|_| default.to_owned())
        .into()
}

fn examples() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../examples").into()
}

/// Every file below a folder, by its path from there.
fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.push((name.to_owned(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files
}
