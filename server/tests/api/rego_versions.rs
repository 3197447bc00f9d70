//! The Rego version that a policy set declares, and what versions of it were read as.

use domain::BuiltinRole;
use http::Method;
use serde_json::{Value, json};

use crate::gate::Gate;

const SET: &str = "/organizations/acme/policy-sets/tags";

const V0: &str = "package rule\n\ndeny[msg] {\n\tinput.plan.nothing\n\tmsg := \"no\"\n}\n";
const V1: &str = "package rule\n\ndeny contains \"no\" if input.plan.nothing\n";
const TEST_V0: &str = "package rule_test\n\ntest_it { count(data.rule.deny) == 0 }\n";

fn bundle(files: &[(&str, &str)]) -> Vec<u8> {
    let manifest =
        "policy \"rule\" {\n  query = \"data.rule.deny\"\n  enforcement_level = \"mandatory\"\n}\n";
    let packed = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    sandbox::pack(
        files
            .iter()
            .chain(&[("policies.hcl", manifest)])
            .map(packed),
    )
}

async fn upload(gate: &Gate, files: &[(&str, &str)]) -> Value {
    let path = format!("{SET}/versions");
    gate.post(&path, bundle(files)).await.ok(201)
}

async fn declare(gate: &Gate, version: Value) -> Value {
    let put = gate.put(SET, json!({"global": true, "rego_version": version}));
    let answer = put.await;
    assert!(answer.status.is_success(), "{}", answer.text());
    answer.json()
}

async fn checked(gate: &Gate) -> Value {
    let run = gate.run().await;
    let check = run["checks"][0]["id"].as_str().unwrap().to_owned();
    gate.get(&format!("/checks/{check}?wait=30")).await.ok(200)
}

#[tokio::test]
async fn without_a_declaration_each_file_says_it_and_the_version_keeps_what_they_said() {
    let gate = Gate::start().await;
    let set = gate.put(SET, json!({})).await.ok(201);
    assert_eq!(set["rego_version"], Value::Null);
    let version = upload(&gate, &[("rule.rego", V0), ("rule_test.rego", TEST_V0)]).await;
    assert_eq!(version["status"], "ready", "{version}");
    assert_eq!(version["rego_version"], Value::Null);
    assert_eq!(version["rego_files"], json!({"v0": 2, "v1": 0}));
    let version = upload(&gate, &[("rule.rego", V1), ("rule_test.rego", TEST_V0)]).await;
    assert_eq!(version["rego_files"], json!({"v0": 1, "v1": 1}));
    let kept = gate.get(&format!("{SET}/versions/2")).await.ok(200);
    assert_eq!(kept["rego_files"], version["rego_files"]);
    let version = upload(&gate, &[("rule.rego", "package rule\n\ndeny[")]).await;
    assert_eq!(
        (&version["status"], &version["rego_files"]),
        (&json!("errored"), &Value::Null)
    );
}

#[tokio::test]
async fn a_declared_version_is_not_guessed_again_in_policies_and_in_tests() {
    let gate = Gate::start().await;
    assert_eq!(declare(&gate, json!("v1")).await["rego_version"], "v1");
    for files in [
        &[("rule.rego", V0)][..],
        &[("rule.rego", V1), ("rule_test.rego", TEST_V0)],
    ] {
        let version = upload(&gate, files).await;
        assert_eq!(version["status"], "errored", "{version}");
        let message = version["problems"][0]["message"].as_str().unwrap();
        assert!(
            message.ends_with("this looks like v0, and v1 is declared"),
            "{message}"
        );
    }
    let version = upload(&gate, &[("rule.rego", V1)]).await;
    assert_eq!(
        (&version["status"], &version["rego_version"]),
        (&json!("ready"), &json!("v1"))
    );
    declare(&gate, json!("v0")).await;
    let version = upload(&gate, &[("rule.rego", V0), ("rule_test.rego", TEST_V0)]).await;
    assert_eq!(
        (&version["status"], &version["tests"]["passed"]),
        (&json!("ready"), &json!(1)),
        "{version}"
    );
    assert_eq!(
        version["problems"],
        json!([]),
        "what is declared is no warning"
    );
    assert_eq!(checked(&gate).await["status"], "passed");
}

#[tokio::test]
async fn a_version_stays_what_it_was_uploaded_as_whatever_its_set_declares_later() {
    let gate = Gate::start().await;
    declare(&gate, json!("v0")).await;
    upload(&gate, &[("rule.rego", V0)]).await;
    declare(&gate, json!("v1")).await;
    assert_eq!(checked(&gate).await["status"], "passed");
    let version = gate.get(&format!("{SET}/versions/1")).await.ok(200);
    assert_eq!(version["rego_version"], "v0");
}

#[tokio::test]
async fn policies_that_are_managed_one_by_one_follow_their_set() {
    let gate = Gate::start().await;
    declare(&gate, json!("v1")).await;
    let policy = json!({"query": "data.rule.deny", "source": V1, "policy_sets": ["tags"]});
    gate.put("/organizations/acme/policies/rule", policy)
        .await
        .ok(201);
    assert_eq!(checked(&gate).await["status"], "passed");
    declare(&gate, json!("v0")).await;
    let check = checked(&gate).await;
    assert_eq!(check["status"], "errored");
    let error = check["results"][0]["error"].to_string();
    assert!(
        error.contains("this looks like v1, and v0 is declared"),
        "{error}"
    );
}

#[tokio::test]
async fn an_absent_member_keeps_the_declaration_and_null_takes_it_back() {
    let gate = Gate::start().await;
    declare(&gate, json!("v0")).await;
    let after = gate.put(SET, json!({"strict": true})).await.ok(200);
    assert_eq!(after["rego_version"], "v0");
    let again = declare(&gate, json!("v0")).await;
    assert_eq!(again["updated_at"], after["updated_at"], "nothing changed");
    let after = gate.put(SET, json!({"rego_version": null})).await.ok(200);
    assert_eq!(after["rego_version"], Value::Null);
    let list = gate.get("/organizations/acme/policy-sets").await.ok(200);
    assert_eq!(list["items"][0]["rego_version"], Value::Null);
    let audit = gate.get("/organizations/acme/audit").await.ok(200);
    let details: Vec<&str> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["detail"].as_str())
        .collect();
    assert!(
        details.contains(&"rego version: not declared"),
        "{details:?}"
    );
    assert!(
        details.contains(&"global: on, rego version: v0"),
        "{details:?}"
    );
}

#[tokio::test]
async fn what_is_no_version_of_rego_is_refused_and_nothing_is_made() {
    let gate = Gate::start().await;
    for wrong in [json!("v2"), json!("V1"), json!(""), json!(1), json!({})] {
        let error = gate
            .put(SET, json!({"rego_version": wrong}))
            .await
            .refused(422, "invalid");
        assert_eq!(error["pointer"], "/rego_version", "{error}");
    }
    gate.get(SET).await.refused(404, "not_found");
}

#[tokio::test]
async fn only_who_may_manage_policy_sets_declares_a_version() {
    let gate = Gate::start().await;
    declare(&gate, json!("v1")).await;
    let reader = gate.token("acme", "rita", BuiltinRole::Reader).await;
    let body = json!({"rego_version": "v0"}).to_string();
    let answer = gate.call(&reader, Method::PUT, SET, body.clone()).await;
    answer.refused(403, "forbidden");
    gate.put("/organizations/other", json!({})).await.ok(201);
    let stranger = gate.token("other", "sam", BuiltinRole::Owner).await;
    let answer = gate.call(&stranger, Method::PUT, SET, body).await;
    answer.refused(404, "not_found");
    assert_eq!(gate.get(SET).await.ok(200)["rego_version"], "v1");
}

#[tokio::test]
async fn the_form_declares_takes_back_and_refuses() {
    const UPDATE: &str = "/ui/policy-sets/update";
    let gate = Gate::start().await;
    declare(&gate, json!("v1")).await;
    upload(&gate, &[("rule.rego", V1)]).await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let send = async |declared: Option<&str>| {
        let mut fields = vec![
            ("organization", "acme"),
            ("policy_set", "tags"),
            ("description", ""),
        ];
        fields.extend(declared.map(|version| ("rego_version", version)));
        gate.form(&cookie, UPDATE, &fields).await;
        gate.get(SET).await.ok(200)["rego_version"].clone()
    };
    assert_eq!(send(Some("v0")).await, "v0");
    assert_eq!(
        send(None).await,
        "v0",
        "a page from before has no such field"
    );
    assert_eq!(send(Some("v9")).await, "v0");
    let page = gate
        .page(&cookie, "/orgs/acme/policy-sets/tags?tab=settings")
        .await
        .text();
    assert!(page.contains("Rego version"), "{page}");
    assert_eq!(send(Some("none")).await, Value::Null);
    let page = gate
        .page(&cookie, "/orgs/acme/policy-sets/tags/versions/1")
        .await
        .text();
    assert!(page.contains("v1, declared"), "{page}");
}
