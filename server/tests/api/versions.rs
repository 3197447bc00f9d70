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
