//! The pages as a browser without JavaScript gets them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::BuiltinRole;
use scraper::{Html, Selector};
use serde_json::json;

use crate::gate::{DENIES, Gate};

fn select(document: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    document
        .select(&selector)
        .map(|element| element.text().collect::<String>().trim().to_owned())
        .collect()
}

fn attributes(document: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    document
        .select(&selector)
        .filter_map(|element| element.value().attr(name))
        .map(str::to_owned)
        .collect()
}

/// Follows every link from the dashboard: each leads to a page with a title and one heading.
#[tokio::test]
async fn every_link_of_every_page_leads_to_a_page() {
    let gate = Gate::start().await;
    gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let mut seen = BTreeSet::from(["/orgs/acme".to_owned()]);
    let mut left = VecDeque::from(["/orgs/acme".to_owned()]);
    let mut forms = BTreeMap::new();
    while let Some(path) = left.pop_front() {
        let page = gate.page(&cookie, &path).await;
        if page.status.is_redirection() {
            let on = page.header("location").to_owned();
            assert!(on.starts_with("/orgs/"), "{path} leads to {on}");
            if seen.insert(on.clone()) {
                left.push_back(on);
            }
            continue;
        }
        assert!(page.status == 200, "{path} answers {}", page.status);
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        let document = Html::parse_document(&page.text());
        let title = select(&document, "title").join("");
        assert!(
            title.contains("Portcullis") || path == "/docs/api",
            "{path}: title {title:?}"
        );
        assert_eq!(select(&document, "h1").len(), 1, "{path}: one h1");
        assert_eq!(select(&document, "main").len(), 1, "{path}: one main");
        let ids = attributes(&document, "[id]", "id");
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: an id twice: {ids:?}");
        for action in attributes(&document, "form[method=post]", "action") {
            forms.entry(action).or_insert_with(|| path.clone());
        }
        for link in attributes(&document, "a[href]", "href") {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let is_ours = link.starts_with('/') && !link.starts_with("//");
            if is_ours && seen.insert(link.clone()) {
                left.push_back(link);
            }
        }
    }
    assert!(seen.len() > 20, "only {seen:?}");
    let functions: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    for (action, page) in forms {
        let is_known = functions.contains(&action)
            || ["/session/", "/upload/orgs/acme/"]
                .iter()
                .any(|start| action.starts_with(start));
        assert!(is_known, "{page}: a form posts to {action}");
    }
}

#[tokio::test]
async fn the_check_page_says_the_verdict_and_offers_the_override_only_to_who_may() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let run = gate.get(&format!("/checks/{check}")).await.ok(200);
    let path = format!(
        "/orgs/acme/runs/{}/checks/{check}",
        run["run_id"].as_str().unwrap()
    );
    let approver = gate.cookie("acme", "alice", BuiltinRole::Approver).await;
    let reader = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let override_link = format!("{path}/override");
    for (cookie, may) in [(&approver, true), (&reader, false)] {
        let page = gate.page(cookie, &path).await;
        let document = Html::parse_document(&page.text());
        let text: String = document.root_element().text().collect();
        assert!(
            text.contains("aws_s3_bucket.logs is not welcome"),
            "the message"
        );
        assert!(text.contains("rule"), "the policy");
        let links = attributes(&document, "a[href]", "href");
        assert_eq!(links.contains(&override_link), may, "{links:?}");
    }
    assert_eq!(gate.page(&approver, &override_link).await.status, 200);
}

#[tokio::test]
async fn an_override_works_as_a_plain_form() {
    let gate = Gate::start().await;
    let check = gate.check("soft-mandatory", DENIES, "soft_failed").await;
    let run = gate.get(&format!("/checks/{check}")).await.ok(200);
    let path = format!(
        "/orgs/acme/runs/{}/checks/{check}",
        run["run_id"].as_str().unwrap()
    );
    let cookie = gate.cookie("acme", "alice", BuiltinRole::Approver).await;
    let page = gate.page(&cookie, &format!("{path}/override")).await;
    let document = Html::parse_document(&page.text());
    let form = "form[method=post][action^='/ui/checks/']";
    let action = attributes(&document, form, "action").pop().unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    let inputs = Selector::parse(&format!("{form} input[name]")).unwrap();
    for input in document.select(&inputs) {
        let value = |name| input.value().attr(name).unwrap_or_default().to_owned();
        let is_checkbox = input.value().attr("type") == Some("checkbox");
        if !is_checkbox || input.value().attr("checked").is_some() {
            fields.push((value("name"), value("value")));
        }
    }
    fields.push((
        "reason".to_owned(),
        "the tags follow next sprint".to_owned(),
    ));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = gate.form(&cookie, &action, &fields).await;
    assert!(
        answer.status.is_redirection(),
        "{}: {}",
        answer.status,
        answer.text()
    );
    let on = answer
        .header("location")
        .split('#')
        .next()
        .unwrap_or_default();
    assert_eq!(on, path);
    let after = gate.get(&format!("/checks/{check}")).await.ok(200);
    assert_eq!(after["status"], "overridden", "{after}");
    assert_eq!(after["overrides"][0]["via"], "ui");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_foreign_are_the_same_404_page() {
    let gate = Gate::start().await;
    gate.put("/organizations/other", serde_json::json!({}))
        .await
        .ok(201);
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    for path in [
        "/orgs/other",
        "/orgs/nowhere",
        "/nonsense",
        "/orgs/acme/runs/run-0000000000000000",
    ] {
        let page = gate.page(&cookie, path).await;
        assert_eq!(page.status, 404, "{path}");
        let document = Html::parse_document(&page.text());
        assert_eq!(select(&document, "h1").len(), 1, "{path}");
    }
}

#[tokio::test]
async fn what_people_write_is_text_on_every_page() {
    let gate = Gate::start().await;
    let attack = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let body = serde_json::json!({"description": attack}).to_string();
    gate.call(
        &gate.admin,
        http::Method::PUT,
        "/organizations/acme/policy-sets/set",
        body,
    )
    .await
    .ok(201);
    let deny = "deny contains msg if {\n  some change in input.plan.resource_changes\n  msg := \"<script>alert(1)</script>\"\n}";
    let path = "/organizations/acme/policy-sets/set";
    gate.put(path, serde_json::json!({"global": true}))
        .await
        .ok(200);
    gate.post(
        &format!("{path}/versions"),
        crate::gate::bundle("advisory", deny),
    )
    .await
    .ok(201);
    let run = gate.run().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let run_path = format!("/orgs/acme/runs/{}", run["id"].as_str().unwrap());
    let check_path = format!(
        "{run_path}/checks/{}",
        run["checks"][0]["id"].as_str().unwrap()
    );
    for path in [
        "/orgs/acme/policy-sets",
        "/orgs/acme/policy-sets/set",
        "/orgs/acme/policy-sets/set?tab=settings",
        &run_path,
        &check_path,
    ] {
        let html = gate.page(&cookie, path).await.text();
        assert!(
            !html.contains("<script>alert(1)") && !html.contains("<img src=x"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn no_message_gets_out_of_the_documents_title() {
    let gate = Gate::start().await;
    let hostile = "%3C%2Ftitle%3E%3Cmeta%20http-equiv%3Drefresh%3E";
    let path = format!("/organizations/acme/workspaces/net/runs?create=true&message={hostile}");
    let run = gate.post(&path, crate::gate::plan()).await.ok(201);
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let page = gate
        .page(
            &cookie,
            &format!("/orgs/acme/runs/{}", run["id"].as_str().unwrap()),
        )
        .await;
    let document = Html::parse_document(&page.text());
    let title = select(&document, "title").join("");
    assert!(title.contains("</title><meta"), "as text: {title}");
    assert!(attributes(&document, "meta", "http-equiv").is_empty());
}

#[tokio::test]
async fn an_error_in_an_address_is_shown_only_to_whom_it_was_just_given() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let fields = [
        ("organization", "acme"),
        ("name", "no name"),
        ("description", ""),
        ("scope[kind]", "global"),
    ];
    let answer = gate.form(&cookie, "/ui/policy-sets/create", &fields).await;
    let location = answer.header("location").to_owned();
    let path = location
        .strip_prefix("http://gate.test")
        .unwrap_or(&location);
    assert!(path.contains("__err="), "{path}");
    let given = answer.cookies();

    let page = gate.page(&format!("{cookie}; {given}"), path).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("letters, digits"), "beside its field");

    let stranger = gate.page(&cookie, path).await;
    assert_eq!(stranger.status, 303);
    assert_eq!(stranger.header("location"), "/orgs/acme/policy-sets/new");
    let forged = path.replace("__err=", "__err=AAAA");
    let forged = gate.page(&format!("{cookie}; {given}"), &forged).await;
    assert_eq!(forged.status, 303);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    let fields = [
        ("organization", "acme"),
        ("name", "no name"),
        ("description", "about \"tags\" & more"),
        ("scope[kind]", "chosen"),
        ("scope[projects][]", "Default Project"),
    ];
    let answer = gate.form(&cookie, "/ui/policy-sets/create", &fields).await;
    let location = answer.header("location").to_owned();
    let path = location
        .strip_prefix("http://gate.test")
        .unwrap_or(&location);
    let page = gate
        .page(&format!("{cookie}; {}", answer.cookies()), path)
        .await;
    let document = Html::parse_document(&page.text());
    assert!(attributes(&document, "input[name=name]", "value").contains(&"no name".to_owned()));
    let description = select(&document, "textarea[name=description]").join("");
    assert_eq!(description, "about \"tags\" & more");
    let kind = attributes(&document, "input[name='scope[kind]'][checked]", "value");
    assert_eq!(kind, ["chosen"]);
    let projects = attributes(
        &document,
        "input[name='scope[projects][]'][checked]",
        "value",
    );
    assert_eq!(projects, ["Default Project"]);

    let afresh = "/orgs/acme/policy-sets/new";
    let page = gate
        .page(&format!("{cookie}; {}", answer.cookies()), afresh)
        .await;
    assert!(!page.text().contains("no name"), "nothing was refused here");
}

#[tokio::test]
async fn a_refused_sign_in_keeps_the_address_and_not_the_password() {
    let gate = Gate::start().await;
    let fields = [
        ("userid", "olga@acme.example"),
        ("password", "not-my-password"),
        ("next", ""),
    ];
    let answer = gate.form("", "/session/sign-in", &fields).await;
    let page = gate.page(&answer.cookies(), "/login").await;
    let document = Html::parse_document(&page.text());
    let typed = attributes(&document, "input[name=userid]", "value");
    assert_eq!(typed, ["olga@acme.example"]);
    assert!(!page.text().contains("not-my-password"));
    assert!(!answer.cookies().contains("not-my-password"));
}

/// The most that a list page may weigh on the wire, compressed: people open them all day.
const LIST_PAGE: usize = 20_000;

#[tokio::test]
async fn a_list_page_of_fifty_rows_stays_within_its_budget() {
    let gate = Gate::start().await;
    gate.policy_set("set", "advisory", DENIES).await;
    for number in 0..50 {
        let path = format!(
            "/organizations/acme/workspaces/net-{number}/runs?create=true&message=change%20{number}"
        );
        gate.post(&path, crate::gate::plan()).await.ok(201);
    }
    let cookie = gate.cookie("acme", "olga", BuiltinRole::Owner).await;
    for list in ["runs", "audit", "workspaces", "policy-sets"] {
        let request = http::Request::builder()
            .uri(format!("/orgs/acme/{list}"))
            .header("accept", "text/html")
            .header("accept-encoding", "br")
            .header("cookie", &cookie)
            .header("host", "gate.test")
            .body(axum::body::Body::empty())
            .unwrap();
        let page = gate.send(request).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-encoding"), "br", "{list}");
        let weight = page.body.len();
        assert!(weight <= LIST_PAGE, "{list}: {weight} bytes");
    }
}

#[tokio::test]
async fn a_page_of_no_organization_has_the_navigation_of_the_only_one() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let navigation = "href=\"/orgs/acme/runs\"";
    let page = gate.page(&cookie, "/account").await;
    assert!(page.text().contains(navigation), "{}", page.text());
    gate.put("/organizations/other", json!({})).await.ok(201);
    let admin = gate.admin_caller().await;
    let invite = service::InviteMember {
        email: "rita@acme.example".to_owned(),
        name: String::new(),
        role: "reader".to_owned(),
        project: None,
        vouched: false,
    };
    let other = "other".parse().unwrap();
    gate.services()
        .invite_member(&admin, &other, invite)
        .await
        .unwrap();
    let page = gate.page(&cookie, "/account").await;
    assert!(!page.text().contains(navigation), "which of the two?");
}
