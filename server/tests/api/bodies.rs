//! What bad requests get, whatever they ask for.

use http::Method;
use serde_json::json;

use crate::gate::Gate;

#[tokio::test]
async fn a_wrong_type_is_422_with_a_pointer_and_broken_json_is_400() {
    let gate = Gate::start().await;
    let path = "/organizations/acme/policy-sets/tags";
    for (body, pointer) in [
        (r#"{"global": "yes"}"#, "/global"),
        (r#"{"workspaces": "net"}"#, "/workspaces"),
        (r#"{"workspaces": ["net", 3]}"#, "/workspaces/1"),
        ("[]", ""),
        ("null", ""),
    ] {
        let error = gate
            .call(&gate.admin, Method::PUT, path, body)
            .await
            .refused(422, "invalid");
        assert_eq!(error["pointer"], pointer, "{body}");
    }
    for body in ["{", "{\"a\": }", "\u{feff}{}", "{} {}", "NaN"] {
        gate.call(&gate.admin, Method::PUT, path, body)
            .await
            .refused(400, "malformed_json");
    }
    gate.get(path).await.refused(404, "not_found");
}

#[tokio::test]
async fn unknown_members_and_content_types_are_ignored() {
    let gate = Gate::start().await;
    let body = json!({"surprise": {"deep": [1]}, "email": "a@b"});
    let request = http::Request::builder()
        .method(Method::PUT)
        .uri("/api/v1/organizations/beta")
        .header("authorization", format!("Bearer {}", gate.admin))
        .header("content-type", "text/plain")
        .body(axum::body::Body::from(body.to_string()))
        .unwrap();
    assert_eq!(gate.send(request).await.ok(201)["email"], "a@b");
}

#[tokio::test]
async fn a_json_body_has_a_limit() {
    let gate = Gate::start().await;
    let body = format!("{{\"email\": \"{}\"}}", "x".repeat(1 << 20));
    gate.call(&gate.admin, Method::PUT, "/organizations/acme", body)
        .await
        .refused(413, "too_large");
}

#[tokio::test]
async fn an_unknown_route_and_an_unknown_method_answer_in_json() {
    let gate = Gate::start().await;
    gate.get("/nonsense").await.refused(404, "not_found");
    gate.get("").await.refused(404, "not_found");
    let answer = gate
        .call(&gate.admin, Method::DELETE, "/organizations", "")
        .await;
    assert_eq!(answer.header("allow"), "GET,HEAD");
    answer.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn a_bad_limit_or_wait_is_422() {
    let gate = Gate::start().await;
    gate.get("/organizations/acme/runs?limit=many")
        .await
        .refused(422, "invalid_query");
    gate.get("/runs/run-0000000000000000?wait=-1")
        .await
        .refused(422, "invalid_query");
}

#[tokio::test]
async fn what_is_too_long_or_no_address_is_pointed_at_with_its_limit() {
    let gate = Gate::start().await;
    let long = "x".repeat(2_001);
    for (path, body, pointer, says) in [
        ("", json!({"email": "nobody"}), "/email", "name@host"),
        (
            "/projects/p",
            json!({"description": long}),
            "/description",
            "2000",
        ),
        (
            "/workspaces/w",
            json!({"description": long}),
            "/description",
            "2000",
        ),
        (
            "/policy-sets/s",
            json!({"description": long}),
            "/description",
            "2000",
        ),
        (
            "/workspaces/w",
            json!({"working_directory": "../x"}),
            "/working_directory",
            "`..`",
        ),
        (
            "/workspaces/w",
            json!({"working_directory": "/x"}),
            "/working_directory",
            "relative",
        ),
        (
            "/workspaces/w",
            json!({"tags": ["a", ""]}),
            "/tags/1",
            "100",
        ),
        (
            "/workspaces/w",
            json!({"tags": vec!["a"; 51]}),
            "/tags",
            "50",
        ),
    ] {
        let error = gate
            .put(&format!("/organizations/acme{path}"), body)
            .await
            .refused(422, "invalid");
        assert_eq!(error["pointer"], pointer, "{path}: {error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_told_what_is_expected() {
    let gate = Gate::start().await;
    let run = "/runs/run-0000000000000000";
    for (path, says) in [
        (
            format!("{run}?wait=soon"),
            "`wait` is a number of seconds, at most 60, not `soon`",
        ),
        (
            "/organizations/acme/runs?limit=all".to_owned(),
            "`limit` is a number of items, 1 to 200, not `all`",
        ),
    ] {
        let error = gate.get(&path).await.refused(422, "invalid_query");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(says), "{message}");
    }
}
