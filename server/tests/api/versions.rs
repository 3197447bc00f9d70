//! Versions: good bundles and bad ones.

use serde_json::{Value, json};

use crate::gate::{ALLOWS, DENIES, Gate, bundle};

const SET: &str = "/organizations/acme/policy-sets/tags";

async fn upload(gate: &Gate, bytes: Vec<u8>) -> Value {
    gate.post(&format!("{SET}/versions"), bytes).await.ok(201)
}

#[tokio::test]
async fn a_good_bundle_is_ready_in_the_answer_and_its_policies_are_in_force() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let version = upload(&gate, bundle("mandatory", ALLOWS)).await;
    assert_eq!(version["number"], 1);
    assert_eq!(version["status"], "ready");
    assert_eq!(version["problems"], json!([]));
    let policy = &version["policies"][0];
    assert_eq!(
        (&policy["name"], &policy["level"]),
        (&json!("rule"), &json!("mandatory"))
    );
    assert_eq!(policy["query"], "data.rule.deny");
    let policies = gate.get(&format!("{SET}/policies")).await.ok(200);
    assert_eq!(policies["items"][0]["name"], "rule");
    let file = gate
        .get(&format!("{SET}/versions/1/file?path=rule.rego"))
        .await
        .ok(200);
    assert!(file["text"].as_str().unwrap().starts_with("package rule"));
    let files = gate.get(&format!("{SET}/versions/1/files")).await.ok(200);
    assert_eq!(files["items"].as_array().unwrap().len(), 2);
    let bytes = gate.get(&format!("{SET}/versions/1/bundle")).await;
    assert_eq!(bytes.body.as_ref(), bundle("mandatory", ALLOWS));
}

#[tokio::test]
async fn a_bad_bundle_is_an_errored_version_with_its_place_and_the_good_one_stays_in_force() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    upload(&gate, bundle("mandatory", ALLOWS)).await;
    let bad = upload(&gate, bundle("mandatory", "deny contains msg if {")).await;
    assert_eq!(bad["status"], "errored");
    let problem = &bad["problems"][0];
    assert_eq!(problem["file"], "rule.rego", "{bad}");
    assert!(
        problem["line"].is_u64() && problem["column"].is_u64(),
        "{bad}"
    );
    let set = gate.get(SET).await.ok(200);
    assert_eq!(set["current_version"], 1);
    assert_eq!(set["newest_version"], 2);
    let list = gate.get(&format!("{SET}/versions")).await.ok(200);
    assert_eq!(list["items"][0]["number"], 2, "newest first");
}

#[tokio::test]
async fn what_cannot_be_read_is_an_errored_version_too() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let two_manifests = sandbox::pack([
        ("policies.hcl".to_owned(), b"".to_vec()),
        ("scalr-policy.hcl".to_owned(), b"version = \"v1\"".to_vec()),
    ]);
    let no_manifest = sandbox::pack([("a.rego".to_owned(), b"package a".to_vec())]);
    for bytes in [Vec::new(), b"not gzip".to_vec(), no_manifest, two_manifests] {
        let version = upload(&gate, bytes).await;
        assert_eq!(version["status"], "errored", "{version}");
        assert_ne!(version["problems"], json!([]), "{version}");
    }
}

#[tokio::test]
async fn a_bundle_over_the_limit_is_refused_before_it_is_a_version() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let error = gate
        .post(&format!("{SET}/versions"), vec![0u8; (16 << 20) + 1])
        .await
        .refused(413, "too_large");
    assert_eq!(
        error["message"],
        "the bundle is larger than the limit of 16 MiB"
    );
    let list = gate.get(&format!("{SET}/versions")).await.ok(200);
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn a_version_that_is_not_there_is_404_and_so_is_a_number_that_is_none() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    for path in [
        "/versions/1",
        "/versions/one",
        "/versions/-1",
        "/versions/1/bundle",
    ] {
        gate.get(&format!("{SET}{path}"))
            .await
            .refused(404, "not_found");
    }
    upload(&gate, bundle("advisory", DENIES)).await;
    gate.get(&format!("{SET}/versions/1/file?path=ghost.rego"))
        .await
        .refused(404, "not_found");
    gate.get(&format!("{SET}/versions/1/file"))
        .await
        .refused(422, "invalid_query");
}

/// A bundle with a file of tests.
fn tested(tests: &str) -> Vec<u8> {
    let manifest = "policy \"rule\" {\n  query = \"data.rule.deny\"\n}\n";
    let test = format!("package rule_test\n\nimport rego.v1\nimport data.rule\n\n{tests}\n");
    let policy = format!("package rule\n\nimport rego.v1\n\n{DENIES}\n");
    sandbox::pack([
        ("policies.hcl".to_owned(), manifest.as_bytes().to_vec()),
        ("rule.rego".to_owned(), policy.into_bytes()),
        ("rule_test.rego".to_owned(), test.into_bytes()),
    ])
}

#[tokio::test]
async fn tests_are_run_at_the_upload_and_kept_with_the_version() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let tests = "test_passes if true\n\ntest_fails if {\n\tprint(\"seen\")\n\tcount(rule.deny) == 9\n}\n\n\
        todo_test_later if true";
    let version = upload(&gate, tested(tests)).await;
    assert_eq!(
        (&version["status"], &version["is_current"]),
        (&json!("ready"), &json!(true))
    );
    assert_eq!(version["held"], Value::Null);
    let summary = &version["tests"];
    for (name, count) in [("passed", 1), ("failed", 1), ("errored", 0), ("skipped", 1)] {
        assert_eq!(summary[name], count, "{version}");
    }
    assert!(
        summary["coverage"]
            .as_f64()
            .is_some_and(|share| share > 0.0 && share < 100.0),
        "{version}"
    );
    let again = gate.get(&format!("{SET}/versions/1")).await.ok(200);
    assert_eq!(&again["tests"], summary);
    let tests = gate.get(&format!("{SET}/versions/1/tests")).await.ok(200);
    let failed = &tests["cases"][1];
    assert_eq!(
        (&failed["name"], &failed["outcome"], &failed["failed_at"]),
        (
            &json!("data.rule_test.test_fails"),
            &json!("failed"),
            &json!(10)
        ),
        "{tests}"
    );
    assert_eq!(failed["prints"], json!(["rule_test.rego:9: seen"]));
    assert!(
        tests["coverage"]["files"]["rule.rego"]["covered_lines"].is_u64(),
        "{tests}"
    );
}

#[tokio::test]
async fn a_set_that_requires_tests_keeps_a_version_back_whose_tests_do_not_pass() {
    let gate = Gate::start().await;
    let set = gate.put(SET, json!({})).await.ok(201);
    assert_eq!(set["require_tests"], false);
    assert_eq!(
        upload(&gate, bundle("mandatory", ALLOWS)).await["is_current"],
        true
    );
    let set = gate.put(SET, json!({"require_tests": true})).await.ok(200);
    assert_eq!(
        (&set["require_tests"], &set["strict"]),
        (&json!(true), &json!(false))
    );
    for (bytes, why) in [
        (tested("test_x if false"), "its only test did not pass"),
        (tested("test_x if {"), ""),
        (bundle("mandatory", ALLOWS), "it has no test that ran"),
        (tested("todo_test_x if true"), "it has no test that ran"),
    ] {
        let version = upload(&gate, bytes).await;
        assert_eq!(version["is_current"], false, "{version}");
        assert_eq!(
            version["held"].as_str().unwrap_or_default(),
            why,
            "{version}"
        );
    }
    let set = gate.get(SET).await.ok(200);
    assert_eq!(
        (&set["current_version"], &set["newest_version"]),
        (&json!(1), &json!(5))
    );
    let version = upload(&gate, tested("test_x if count(rule.deny) >= 0")).await;
    assert_eq!(
        (&version["is_current"], &version["held"]),
        (&json!(true), &Value::Null)
    );
    let audit = gate
        .get("/organizations/acme/audit")
        .await
        .ok(200)
        .to_string();
    assert!(audit.contains("tests required: on"), "{audit}");
    assert!(
        audit.contains("version 2, held back: its only test did not pass"),
        "{audit}"
    );
}

#[tokio::test]
async fn tests_that_break_their_limit_leave_the_version_as_good_as_it_was() {
    let gate = Gate::start().await;
    gate.put(SET, json!({})).await.ok(201);
    let bomb = "test_deep if f(1)\n\nf(x) if [y | y := numbers.range(1, 1000000)[_]; z := numbers.range(1, 1000000)[_]; y + z == 0.5]";
    let version = upload(&gate, tested(bomb)).await;
    assert_eq!(
        (&version["status"], &version["is_current"]),
        (&json!("ready"), &json!(true))
    );
    let tests = &version["tests"];
    let is_told = tests["errored"] == 1 || tests["error"].is_string();
    assert!(is_told, "{version}");
}
