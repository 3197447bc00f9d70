//! Uploads and downloads of the pages.

use axum::body::Body;
use domain::BuiltinRole;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::json;
use service::RequestInfo;
use tower::ServiceExt as _;

use crate::gate::{ALLOWS, Answer, DENIES, Gate, bundle, plan};

const VERSIONS: &str = "/upload/orgs/acme/policy-sets/tags/versions";
const RUNS: &str = "/upload/orgs/acme/workspaces/net/runs";

async fn upload(
    gate: &Gate,
    cookie: &str,
    path: &str,
    accept: &str,
    field: &str,
    file: &[u8],
) -> Answer {
    let mut body = format!(
        "--xyz\r\ncontent-disposition: form-data; name=\"message\"\r\n\r\nfrom a form\r\n--xyz\r\n\
         content-disposition: form-data; name=\"{field}\"; filename=\"f\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--xyz--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("content-type", "multipart/form-data; boundary=xyz")
        .header("accept", accept)
        .header("host", "gate.test")
        .header("origin", "http://gate.test")
        .header("cookie", cookie);
    gate.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_bundle_goes_to_its_versions_page_also_when_it_is_bad() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/policy-sets/tags", json!({}))
        .await
        .ok(201);
    let cookie = gate.cookie("acme", "dana", BuiltinRole::PolicyAuthor).await;
    let good = upload(
        &gate,
        &cookie,
        VERSIONS,
        "text/html",
        "bundle",
        &bundle("advisory", ALLOWS),
    )
    .await;
    let page = "/orgs/acme/policy-sets/tags/versions";
    assert_eq!(
        (good.status.as_u16(), good.header("location")),
        (303, format!("{page}/1").as_str())
    );
    let bad = upload(&gate, &cookie, VERSIONS, "text/html", "bundle", b"not gzip").await;
    assert_eq!(bad.header("location"), format!("{page}/2"));
    let script = upload(
        &gate,
        &cookie,
        VERSIONS,
        "application/json",
        "bundle",
        &bundle("advisory", ALLOWS),
    )
    .await;
    assert_eq!(script.ok(200)["location"], format!("{page}/3"));
    let file = gate
        .page(
            &cookie,
            "/download/orgs/acme/policy-sets/tags/versions/1/bundle.tar.gz",
        )
        .await;
    assert_eq!(file.body.as_ref(), bundle("advisory", ALLOWS));
    assert!(file.header("content-disposition").contains("tags-1.tar.gz"));
}

#[tokio::test]
async fn a_bad_plan_goes_back_to_the_form_with_the_reason() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    let cookie = gate.cookie("acme", "erik", BuiltinRole::Writer).await;
    let bad = upload(&gate, &cookie, RUNS, "text/html", "plan", b"hello").await;
    assert_eq!(
        (bad.status.as_u16(), bad.header("location")),
        (303, "/orgs/acme/workspaces/net/runs/new")
    );
    assert!(
        bad.header("set-cookie").starts_with("flash=error"),
        "{:?}",
        bad.headers
    );
    let script = upload(&gate, &cookie, RUNS, "application/json", "plan", b"hello").await;
    assert_eq!(script.status, 422);
    let none = upload(&gate, &cookie, RUNS, "application/json", "other", b"hello").await;
    none.refused(422, "invalid");
    let good = upload(&gate, &cookie, RUNS, "text/html", "plan", &plan()).await;
    assert!(
        good.header("location").starts_with("/orgs/acme/runs/run-"),
        "{:?}",
        good.headers
    );
    let list = gate.get("/organizations/acme/runs").await.ok(200);
    assert_eq!(list["items"][0]["message"], "from a form");
    assert_eq!(list["items"][0]["source"], "ui");
}

#[tokio::test]
async fn too_large_a_file_is_413_and_no_run() {
    let gate = Gate::start_with_plans_up_to(1).await;
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    let cookie = gate.cookie("acme", "erik", BuiltinRole::Writer).await;
    let large = vec![b' '; (1 << 20) + 1];
    let answer = upload(&gate, &cookie, RUNS, "application/json", "plan", &large).await;
    answer.refused(413, "too_large");
}

#[tokio::test]
async fn who_may_not_upload_does_not_and_who_is_nobody_signs_in() {
    let gate = Gate::start().await;
    gate.put("/organizations/acme/policy-sets/tags", json!({}))
        .await
        .ok(201);
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let answer = upload(
        &gate,
        &cookie,
        VERSIONS,
        "application/json",
        "bundle",
        &bundle("advisory", ALLOWS),
    )
    .await;
    assert_eq!(answer.status, 403);
    let answer = upload(
        &gate,
        "",
        VERSIONS,
        "application/json",
        "bundle",
        &bundle("advisory", ALLOWS),
    )
    .await;
    answer.refused(401, "unauthenticated");
    let run = gate.run().await;
    let path = format!("/download/runs/{}/plan.json", run["id"].as_str().unwrap());
    let away = gate.page("", &path).await;
    assert_eq!(away.status, 303);
    assert!(
        away.header("location")
            .starts_with("/login?next=/download/")
    );
    assert_eq!(gate.page(&cookie, &path).await.body.as_ref(), plan());
}

#[tokio::test]
async fn a_finished_run_has_no_more_events() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    gate.policy_set("set", "advisory", ALLOWS).await;
    let run = gate.run().await;
    let id = run["id"].as_str().unwrap();
    gate.post(&format!("/runs/{id}/confirm"), "").await.ok(200);
    let events = gate.page(&cookie, &format!("/ui/events/runs/{id}")).await;
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert_eq!(events.header("content-encoding"), "");
    assert!(events.text().contains("event: done"), "{}", events.text());
    let nobody = gate.page("", &format!("/ui/events/runs/{id}")).await;
    nobody.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_stream_of_events_ends_with_the_session() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let check = gate.get(&format!("/checks/{check}")).await.ok(200);
    let run = check["run_id"].as_str().unwrap();
    let request = Request::builder()
        .uri(format!("/ui/events/runs/{run}"))
        .header("cookie", &cookie)
        .body(Body::empty())
        .unwrap();
    let response = gate.app().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);

    let secret = cookie.strip_prefix("session=").unwrap();
    let rita = gate
        .services()
        .authenticate_session(secret, RequestInfo::system())
        .await
        .unwrap()
        .unwrap();
    gate.services().sign_out(&rita).await.unwrap();
    let path = format!("/checks/{}/override", check["id"].as_str().unwrap());
    gate.post(&path, r#"{"reason": "agreed with the owner"}"#)
        .await
        .ok(200);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let heard = String::from_utf8_lossy(&body);
    assert!(!heard.contains("revision"), "{heard}");
}
