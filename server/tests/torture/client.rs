//! What a client of the native API does here.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;

use crate::server::{Server, TOKEN};

/// A client that gives up quickly: the server may be dead.
pub(crate) fn client() -> reqwest::blocking::Client {
    // Once for the process; later calls find it installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(20))
        .connect_timeout(Duration::from_millis(500))
        .build()
        .expect("a client")
}

pub(crate) fn url(address: SocketAddr, path: &str) -> String {
    format!("http://{address}/api/v1{path}")
}

/// An organization, three workspaces and a policy set whose verdict depends on the plan alone.
pub(crate) fn prepare(server: &Server) {
    let client = client();
    let put = |path: &str, body: Value| {
        let answer = client
            .put(url(server.address(), path))
            .bearer_auth(TOKEN)
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .expect("an answer");
        assert!(answer.status().is_success(), "{path}: {:?}", answer.text());
    };
    put("/organizations/acme", serde_json::json!({}));
    for number in 0..3 {
        put(
            &format!("/organizations/acme/workspaces/ws{number}"),
            serde_json::json!({}),
        );
    }
    put(
        "/organizations/acme/policy-sets/gate",
        serde_json::json!({"global": true, "overridable": true}),
    );
    let bundle = service::sandbox::pack([
        ("policies.hcl".to_owned(), MANIFEST.as_bytes().to_vec()),
        ("gate.rego".to_owned(), POLICY.as_bytes().to_vec()),
    ]);
    let answer = client
        .post(url(
            server.address(),
            "/organizations/acme/policy-sets/gate/versions",
        ))
        .bearer_auth(TOKEN)
        .body(bundle)
        .send()
        .expect("an answer");
    let version: Value = answer
        .text()
        .map(|text| serde_json::from_str(&text))
        .expect("text")
        .expect("JSON");
    assert_eq!(version["status"], "ready", "{version}");
}

const MANIFEST: &str = r#"
policy "gate" {
  query             = "data.gate.deny"
  enforcement_level = "mandatory"
}
"#;

const POLICY: &str = r#"package gate

import rego.v1

deny contains msg if {
	some change in input.plan.resource_changes
	change.change.after.color == "red"
	msg := sprintf("%s is red", [change.address])
}
"#;

/// A small plan; every one is another document.
pub(crate) fn plan(serial: usize, red: bool) -> String {
    let color = if red { "red" } else { "green" };
    serde_json::json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": [{
            "address": format!("terraform_data.number[{serial}]"),
            "mode": "managed",
            "type": "terraform_data",
            "name": "number",
            "provider_name": "terraform.io/builtin/terraform",
            "change": {
                "actions": ["create"],
                "before": null,
                "after": {"color": color},
                "after_unknown": {"id": true},
            },
        }],
    })
    .to_string()
}
