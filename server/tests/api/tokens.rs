//! Tokens, sessions and who one is.

use domain::BuiltinRole;
use http::Method;
use serde_json::json;

use crate::gate::Gate;

#[tokio::test]
async fn a_token_is_shown_once_works_and_stops_when_it_is_revoked() {
    let gate = Gate::start().await;
    let made = gate
        .post("/tokens", r#"{"name": "ci", "expires_in_days": 30}"#)
        .await
        .ok(201);
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(
        gate.get_as(secret, "/whoami").await.ok(200)["userid"],
        "root@acme.example"
    );
    let list = gate.get("/tokens").await;
    assert!(!list.text().contains(secret), "a list never shows a secret");
    assert!(
        list.ok(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|token| token["id"] == made["id"])
    );
    let path = format!("/tokens/{}", made["id"].as_str().unwrap());
    gate.call(&gate.admin, Method::DELETE, &path, "")
        .await
        .ok(204);
    gate.get_as(secret, "/whoami")
        .await
        .refused(401, "unauthenticated");
    gate.call(&gate.admin, Method::DELETE, &path, "")
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_token_without_a_name_is_refused_at_its_place() {
    let gate = Gate::start().await;
    let error = gate.post("/tokens", "{}").await.refused(422, "invalid");
    assert_eq!(error["pointer"], "/name");
}

#[tokio::test]
async fn somebody_elses_token_cannot_be_revoked() {
    let gate = Gate::start().await;
    let made = gate.post("/tokens", r#"{"name": "ci"}"#).await.ok(201);
    let rita = gate.token("acme", "rita", BuiltinRole::Reader).await;
    let path = format!("/tokens/{}", made["id"].as_str().unwrap());
    gate.call(&rita, Method::DELETE, &path, "")
        .await
        .refused(404, "not_found");
    gate.get_as(made["secret"].as_str().unwrap(), "/whoami")
        .await
        .ok(200);
}

#[tokio::test]
async fn only_a_known_bearer_gets_in() {
    let gate = Gate::start().await;
    for token in ["", "nonsense", "token-of-the-admin-0123456788"] {
        let answer = gate.get_as(token, "/whoami").await;
        assert!(
            answer.header("www-authenticate").starts_with("Bearer"),
            "{token}"
        );
        answer.refused(401, "unauthenticated");
    }
    let request = http::Request::builder()
        .uri("/api/v1/whoami")
        .header("authorization", format!("bearer {}", gate.admin))
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(
        gate.send(request).await.status,
        200,
        "the scheme has no case"
    );
}

#[tokio::test]
async fn a_cookie_opens_no_api() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let request = http::Request::builder()
        .uri("/api/v1/whoami")
        .header("cookie", cookie)
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(gate.send(request).await.status, 401);
    assert_eq!(gate.get("/sessions").await.ok(200)["items"], json!([]));
}
