//! Headers that keep browsers from being tricked, probes, and static files.

use domain::BuiltinRole;

use crate::gate::Gate;

#[tokio::test]
async fn the_nonce_of_the_header_is_the_one_of_every_script_and_never_twice_the_same() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/orgs/acme", "/orgs/acme", "/login", "/orgs/nowhere"] {
        let page = gate
            .page(if path == "/login" { "" } else { &cookie }, path)
            .await;
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap();
        let document = scraper::Html::parse_document(&page.text());
        let scripts = scraper::Selector::parse("script").unwrap();
        let mut count = 0;
        for script in document.select(&scripts) {
            assert_eq!(
                script.value().attr("nonce"),
                Some(nonce),
                "{path}: {}",
                script.html()
            );
            count += 1;
        }
        assert!(count > 0, "{path} has no script at all");
        assert!(seen.insert(nonce.to_owned()), "{nonce} twice");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "style-src 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
    }
}

#[tokio::test]
async fn no_page_has_inline_styles_or_handlers() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    for path in [
        "/orgs/acme",
        "/orgs/acme/policy-sets",
        "/account",
        "/orgs/acme/audit",
    ] {
        let html = gate.page(&cookie, path).await.text();
        for forbidden in [" style=\"", " onclick=", " onload=", "javascript:"] {
            assert!(!html.contains(forbidden), "{path} has {forbidden}");
        }
    }
}

#[tokio::test]
async fn every_answer_is_hardened_and_has_a_request_id() {
    let gate = Gate::start().await;
    for path in [
        "/login",
        "/healthz",
        "/api/v1/whoami",
        "/nonsense",
        "/static/nothing.svg",
    ] {
        let answer = gate.page("", path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(answer.header("x-request-id").starts_with("req-"), "{path}");
    }
}

#[tokio::test]
async fn probes_answer_and_metrics_count_requests_by_route() {
    let gate = Gate::start().await;
    assert_eq!(gate.page("", "/healthz").await.text(), "ok\n");
    let ready = gate.page("", "/readyz").await;
    assert_eq!(ready.status, 200, "{}", ready.text());
    assert_eq!(ready.json()["sandbox"], "ok");
    gate.get("/organizations/acme").await.ok(200);
    let metrics = gate.page("", "/metrics").await.text();
    let line = "route=\"/api/v1/organizations/{organization}\"";
    assert!(metrics.contains(line), "{metrics}");
    assert!(
        metrics.contains("checks_waiting{status=\"queued\"}"),
        "{metrics}"
    );
    assert!(!metrics.contains("acme"), "no names in metrics");
}

#[tokio::test]
async fn files_that_are_none_are_404_and_manifest_and_variants_are_none() {
    let gate = Gate::start().await;
    for path in [
        "/static/ghost.svg",
        "/pkg/ghost.js",
        "/pkg/../manifest.json",
        "/static/icons.svg.br",
    ] {
        assert_eq!(gate.page("", path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn links_of_the_originals_lead_to_our_pages() {
    let gate = Gate::start().await;
    let on = gate.page("", "/app/acme/net").await;
    assert_eq!(
        (on.status.as_u16(), on.header("location")),
        (303, "/orgs/acme/workspaces/net")
    );
    let on = gate
        .page("", "/app/acme/net/runs/run-0123456789abcdef")
        .await;
    assert_eq!(
        on.header("location"),
        "/orgs/acme/runs/run-0123456789abcdef"
    );
    assert_eq!(
        gate.page("", "/app/acme/net/runs/nonsense").await.status,
        404
    );
}
