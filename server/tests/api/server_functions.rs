//! Every server function is an address that anybody can call: none works for nobody.

use axum::body::Body;
use http::{Method, Request};
use leptos::server_fn::axum::server_fn_paths;
use server::ui::OPEN_SERVER_FUNCTIONS;

use crate::gate::Gate;

#[tokio::test]
async fn every_server_function_answers_401_to_nobody_but_those_of_the_entrance() {
    let gate = Gate::start().await;
    let mut seen = 0;
    for (path, method) in server_fn_paths() {
        assert_eq!(
            method,
            Method::POST,
            "{path}: a GET that other sites can cause"
        );
        assert!(path.starts_with("/ui/"), "{path}");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(Body::empty())
            .unwrap();
        let answer = gate.send(request).await;
        if OPEN_SERVER_FUNCTIONS.contains(&path) {
            assert_ne!(answer.status, 401, "{path}");
        } else {
            assert_eq!(answer.status, 401, "{path}: {}", answer.text());
            assert_eq!(answer.json()["kind"], "unauthenticated", "{path}");
        }
        seen += 1;
    }
    assert!(seen > 20, "only {seen} server functions are registered");
}

#[tokio::test]
async fn an_entrance_function_tells_nobody_anything() {
    let gate = Gate::start().await;
    for path in OPEN_SERVER_FUNCTIONS {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(Body::from("secret=invented"))
            .unwrap();
        let answer = gate.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str()),
            (200, r#""null""#),
            "{path}"
        );
    }
}
