//! `push` and `check` against a server.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::time::Duration;

use sandbox::{Sandbox, SandboxConfig};
use serde_json::Value;
use server::config::{Role, SandboxArgs, ServeArgs};
use server::http::client_address::TrustedProxies;
use server::serve::{CHILD_ARGUMENT, Server};
use service::{PutOrganization, RequestInfo};
use tokio_util::sync::CancellationToken;

use crate::folders::Folder;
use crate::portcullis::{Outcome, portcullis};

const TOKEN: &str = "token-of-the-admin-0123456789";

/// A server on a port of its own, with the organization `acme`.
struct Running {
    url: String,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Running {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let args = ServeArgs {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            base_url: None,
            trusted_proxies: TrustedProxies::default(),
            data_dir: folder.path().to_owned(),
            database_url: None,
            blob_url: None,
            role: Role::All,
            bootstrap_user: Some("root@acme.example".to_owned()),
            bootstrap_password: None,
            bootstrap_token: Some(TOKEN.to_owned()),
            max_plan_mb: 64,
            sandbox: SandboxArgs {
                eval_wall_ms: 10_000,
                eval_memory_mb: 512,
            },
        };
        let sandbox = Sandbox::new(SandboxConfig {
            program: env!("CARGO_BIN_EXE_portcullis").into(),
            wall: Duration::from_secs(10),
            ..SandboxConfig::this_binary([CHILD_ARGUMENT.into()]).unwrap()
        });
        let server = Server::start_with(&args, sandbox).await.unwrap();
        let services = &server.state().services;
        let admin = services
            .authenticate_token(TOKEN, RequestInfo::system())
            .await
            .unwrap()
            .unwrap();
        let acme = "acme".parse().unwrap();
        services
            .put_organization(&admin, &acme, PutOrganization::default())
            .await
            .unwrap();
        let running = Self {
            url: format!("http://{}", server.address()),
            stop: server.state().shutdown.clone(),
            _folder: folder,
        };
        tokio::spawn(server.run());
        running
    }

    /// Runs a client command against this server.
    async fn client(&self, arguments: &[&str], token: &str) -> Outcome {
        let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
        let (url, token) = (self.url.clone(), token.to_owned());
        tokio::task::spawn_blocking(move || {
            portcullis(
                arguments,
                &[("PORTCULLIS_URL", &url), ("PORTCULLIS_TOKEN", &token)],
            )
        })
        .await
        .unwrap()
    }

    async fn push(&self, folder: &Folder, more: &[&str]) -> Outcome {
        let set = folder.set();
        let mut arguments = vec!["push", set.to_str().unwrap(), "--policy-set", "acme/tags"];
        arguments.extend(more);
        self.client(&arguments, TOKEN).await
    }

    async fn check(&self, folder: &Folder, more: &[&str]) -> Outcome {
        let plan = folder.plan();
        let mut arguments = vec!["check", plan.to_str().unwrap(), "--workspace", "acme/net"];
        arguments.extend(more);
        self.client(&arguments, TOKEN).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_folder_is_pushed_and_plans_are_checked_against_it() {
    let server = Running::start().await;
    let soft = Folder::with_level("soft-mandatory");
    let outcome = server.push(&soft, &[]).await;
    assert_eq!(outcome.code, 4, "{outcome:?}");
    assert!(outcome.err.contains("--create"), "{outcome:?}");
    let outcome = server.push(&soft, &["--create", "--global"]).await;
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.out.contains("acme/tags v1 is ready"), "{outcome:?}");
    let outcome = server.push(&soft, &["--format", "json"]).await;
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let version: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(
        (&version["number"], &version["status"]),
        (&2.into(), &"ready".into())
    );
    assert!(version["id"].as_str().unwrap().starts_with("polsetver-"));
    let outcome = server
        .check(&soft, &["--create", "--message", "a try"])
        .await;
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.out.starts_with("Needs a decision"), "{outcome:?}");
    assert!(
        outcome.out.contains("aws_s3_bucket.logs is not welcome"),
        "{outcome:?}"
    );
    assert!(
        outcome
            .out
            .contains(&format!("{}/orgs/acme/runs/run-", server.url)),
        "{outcome:?}"
    );
    assert_eq!(outcome.err, "", "no progress line where no terminal is");
    server
        .push(&Folder::with_level("hard-mandatory"), &[])
        .await;
    let outcome = server.check(&soft, &["--format", "json"]).await;
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let check: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(check["status"], "hard_failed");
    server.push(&Folder::with_level("advisory"), &[]).await;
    assert_eq!(server.check(&soft, &[]).await.code, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_set_can_be_overridable_and_one_that_is_there_keeps_its_levels() {
    let folder = Folder::with_level("mandatory");
    let hard = Running::start().await;
    hard.push(&folder, &["--create", "--global"]).await;
    assert_eq!(hard.check(&folder, &["--create"]).await.code, 1);
    hard.push(&folder, &["--create", "--overridable"]).await;
    assert_eq!(hard.check(&folder, &[]).await.code, 1);
    let outcome = hard.push(&folder, &["--overridable"]).await;
    assert_eq!(outcome.code, 4, "only with --create: {outcome:?}");

    let soft = Running::start().await;
    soft.push(&folder, &["--create", "--global", "--overridable"])
        .await;
    assert_eq!(soft.check(&folder, &["--create"]).await.code, 2);
    soft.push(&folder, &["--create", "--global"]).await;
    assert_eq!(soft.check(&folder, &[]).await.code, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_partial_plan_is_said_to_be_one() {
    let server = Running::start().await;
    let folder = Folder::with_level("advisory");
    server.push(&folder, &["--create", "--global"]).await;
    let whole = server.check(&folder, &["--create"]).await;
    assert!(!whole.out.contains("partial"), "{whole:?}");
    folder.write(
        "plan.json",
        r#"{"format_version": "1.2", "complete": false, "resource_changes": []}"#,
    );
    let part = server.check(&folder, &[]).await;
    assert!(part.out.starts_with("The plan is partial"), "{part:?}");
    assert_eq!(part.code, 0, "{part:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_unknown_token_is_said_to_be_one() {
    let server = Running::start().await;
    let folder = Folder::with_level("mandatory");
    let (set, plan) = (folder.set(), folder.plan());
    for arguments in [
        vec!["push", set.to_str().unwrap(), "--policy-set", "acme/tags"],
        vec!["check", plan.to_str().unwrap(), "--workspace", "acme/net"],
    ] {
        let outcome = server.client(&arguments, "pct_nobody").await;
        assert_eq!(outcome.code, 4, "{outcome:?}");
        assert!(
            outcome.err.contains("does not know this API token"),
            "{outcome:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bad_folder_is_three_with_every_problem() {
    let server = Running::start().await;
    let folder = Folder::with_level("mandatory");
    folder.write("set/rule.rego", "package rule\n\ndeny contains msg if {\n");
    let outcome = server.push(&folder, &["--create"]).await;
    assert_eq!(outcome.code, 3, "{outcome:?}");
    assert!(outcome.out.contains("rule.rego:"), "{outcome:?}");
    let outcome = server.push(&folder, &["--format", "json"]).await;
    assert_eq!(outcome.code, 3, "{outcome:?}");
    let version: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(version["problems"][0]["file"], "rule.rego");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_asked_wrongly_is_four_and_says_why() {
    let server = Running::start().await;
    let folder = Folder::with_level("mandatory");
    let outcome = server.check(&folder, &[]).await;
    assert_eq!(outcome.code, 4, "{outcome:?}");
    assert!(
        outcome.err.contains("workspace `net` not found") && outcome.err.contains("--create"),
        "{outcome:?}"
    );
    folder.write("plan.json", "hello");
    let outcome = server.check(&folder, &["--create"]).await;
    assert_eq!(outcome.code, 4, "{outcome:?}");
    let outcome = server
        .client(&["check", "x", "--workspace", "acme/net"], "wrong")
        .await;
    assert_eq!(outcome.code, 4, "{outcome:?}");
    let plan = folder.plan();
    let away = portcullis(
        ["check", plan.to_str().unwrap(), "--workspace", "acme/net"],
        &[
            ("PORTCULLIS_URL", "http://127.0.0.1:1"),
            ("PORTCULLIS_TOKEN", TOKEN),
        ],
    );
    assert_eq!(away.code, 4, "{away:?}");
    assert!(
        away.err.contains("cannot reach http://127.0.0.1:1") && away.err.contains("PORTCULLIS_URL"),
        "{away:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_version_that_its_tests_hold_back_is_exit_one_and_its_failed_tests_are_printed() {
    let server = Running::start().await;
    let folder = Folder::with_level("mandatory");
    let test = |is: &str| {
        format!(
            "package rule_test\n\nimport rego.v1\n\ntest_it if {{\n\tprint(\"seen\")\n\t{is}\n}}\n"
        )
    };
    folder.write("set/rule_test.rego", &test("1 == 1"));
    let outcome = server.push(&folder, &["--create", "--require-tests"]).await;
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.out.contains("tests: 1 passed, "), "{outcome:?}");
    folder.write("set/rule_test.rego", &test("1 == 2"));
    let outcome = server.push(&folder, &[]).await;
    assert_eq!(outcome.code, 1, "{outcome:?}");
    for part in [
        "rule_test.rego:5: data.rule_test.test_it: FAIL",
        "line 7 does not hold: 1 == 2",
        "print: rule_test.rego:6: seen",
        "v2 is held back: its only test did not pass",
    ] {
        assert!(outcome.out.contains(part), "{part} is not in {outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_set_declares_its_rego_version_and_keeps_it() {
    let server = Running::start().await;
    let folder = Folder::with_level("mandatory");
    folder.write(
        "set/rule.rego",
        "package rule\n\ndeny[msg] { msg := \"no\" }\n",
    );
    // What is there already is changed in its settings, not in passing.
    for version in ["v1", "v0"] {
        let args = ["--create", "--rego-version", version];
        let outcome = server.push(&folder, &args).await;
        assert_eq!(outcome.code, 3, "{outcome:?}");
        assert!(
            outcome
                .out
                .contains("this looks like v0, and v1 is declared"),
            "{outcome:?}"
        );
    }
    let outcome = server.push(&folder, &["--rego-version", "v0"]).await;
    assert_eq!(outcome.code, 4, "only with --create: {outcome:?}");
}
