//! Signing in and out, the first account, cookies, and requests from other sites.

use axum::body::Body;
use domain::BuiltinRole;
use http::{Method, Request};

use crate::gate::{Gate, PASSWORD};

fn cookie_of(answer: &crate::gate::Answer, name: &str) -> Option<String> {
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with(&format!("{name}=")))
        .map(str::to_owned)
}

#[tokio::test]
async fn nobody_is_sent_to_sign_in_and_comes_back() {
    let gate = Gate::start().await;
    gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let away = gate.page("", "/orgs/acme/runs?status=errored").await;
    assert_eq!(away.status, 303);
    assert_eq!(
        away.header("location"),
        "/login?next=/orgs/acme/runs%3Fstatus%3Derrored"
    );
    let fields = [
        ("userid", "Rita@acme.example"),
        ("password", PASSWORD),
        ("next", "/orgs/acme/runs?status=errored"),
    ];
    let in_ = gate.form("", "/session/sign-in", &fields).await;
    assert_eq!(
        (in_.status.as_u16(), in_.header("location")),
        (303, "/orgs/acme/runs?status=errored")
    );
    let cookie = cookie_of(&in_, "session").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let session = cookie.split(';').next().unwrap();
    assert_eq!(gate.page(session, "/orgs/acme").await.status, 200);
    let out = gate.form(session, "/session/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/login");
    assert_eq!(
        gate.page(session, "/orgs/acme").await.status,
        303,
        "the session is over on the server"
    );
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_are_told_the_same_once() {
    let gate = Gate::start().await;
    gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let mut seen = Vec::new();
    for userid in ["rita@acme.example", "ghost@acme.example"] {
        let answer = gate
            .form(
                "",
                "/session/sign-in",
                &[
                    ("userid", userid),
                    ("password", "wrong password"),
                    ("next", "//evil.example"),
                ],
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/login")
        );
        assert_eq!(cookie_of(&answer, "session"), None);
        let flash = cookie_of(&answer, "flash").unwrap();
        seen.push(flash.clone());
        let page = gate.page(flash.split(';').next().unwrap(), "/login").await;
        assert!(
            page.text()
                .contains("no account has this e-mail and password"),
            "{}",
            page.text()
        );
        assert!(
            cookie_of(&page, "flash").unwrap().contains("Max-Age=0"),
            "read once"
        );
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let gate = Gate::start().await;
    let guess = || async {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/session/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(Body::from(
                "userid=root%40acme.example&password=guess-guess",
            ))
            .unwrap();
        gate.send(request).await
    };
    for _ in 0..10 {
        guess().await.refused(401, "sign_in_failed");
    }
    let answer = guess().await;
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    answer.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_wherever_a_cookie_counts() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    for path in [
        "/session/sign-in",
        "/session/sign-out",
        "/session/theme",
        "/ui/tokens/create",
        "/upload/orgs/acme/policy-sets/x/versions",
    ] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ] {
            let request = Request::builder()
                .method(Method::POST)
                .uri(path)
                .header("host", "gate.test")
                .header("cookie", &cookie)
                .header("content-type", "application/x-www-form-urlencoded")
                .header(name, value)
                .body(Body::from("name=x"))
                .unwrap();
            assert_eq!(gate.send(request).await.status, 403, "{path} {name}");
        }
    }
    assert_eq!(
        gate.page(&cookie, "/orgs/acme").await.status,
        200,
        "still signed in"
    );
}

#[tokio::test]
async fn a_theme_is_kept_and_the_page_comes_in_it() {
    let gate = Gate::start().await;
    let answer = gate
        .form(
            "",
            "/session/theme",
            &[("theme", "dark"), ("next", "/login")],
        )
        .await;
    assert_eq!(answer.header("location"), "/login");
    let theme = cookie_of(&answer, "theme").unwrap();
    let page = gate.page(theme.split(';').next().unwrap(), "/login").await;
    assert!(page.text().contains("data-theme=\"dark\""));
    let elsewhere = gate
        .form(
            "",
            "/session/theme",
            &[("theme", "dark"), ("next", "https://evil.example")],
        )
        .await;
    assert_eq!(elsewhere.header("location"), "/");
}

#[tokio::test]
async fn an_invented_session_is_nobody() {
    let gate = Gate::start().await;
    for cookie in ["session=", "session=pcs_invented", "session=%00"] {
        let answer = gate.page(cookie, "/orgs/acme").await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/login?next=/orgs/acme"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn the_start_leads_to_the_first_organization() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    assert_eq!(
        gate.page(&cookie, "/").await.header("location"),
        "/orgs/acme"
    );
    assert_eq!(
        gate.page(&cookie, "/login?next=/account")
            .await
            .header("location"),
        "/account"
    );
}

#[tokio::test]
async fn a_stolen_session_cannot_guess_the_password_faster_than_a_stranger() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let guess = || async {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/ui/sessions/change-password")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .header("origin", "http://gate.test")
            .header("host", "gate.test")
            .header("cookie", &cookie)
            .body(Body::from(
                "current=guess-guess&new=another-password&repeated=another-password",
            ))
            .unwrap();
        gate.send(request).await.status.as_u16()
    };
    for _ in 0..10 {
        assert_eq!(guess().await, 422);
    }
    assert_eq!(guess().await, 429);
}
