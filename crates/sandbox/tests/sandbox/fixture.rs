//! What the tests have in common: a sandbox of the test binary, bundles and plans.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use domain::{Decision, Digest, RunDocument};
use sandbox::{
    Evaluation, EvaluationJob, JobSet, Party, PlanInput, PolicyEvaluation, Sandbox, SandboxConfig,
    SetOptions,
};
use sha2::{Digest as _, Sha256};

/// What denies everything, what denies nothing.
pub(crate) const DENIES: &str = "package a\ndeny contains \"no\" if true\n";
pub(crate) const PASSES: &str = "package a\ndeny contains \"no\" if false\n";

/// A policy that takes all the time there is.
pub(crate) const ENDLESS: &str = "package a\ndeny contains \"x\" if {\n\tsome a in numbers.range(1, 100000)\n\t\
    some b in numbers.range(1, 100000)\n\ta + b == 0.5\n}\n";

/// Two children that may take little.
pub(crate) fn config() -> SandboxConfig {
    SandboxConfig {
        program: PathBuf::from(env!("CARGO_BIN_EXE_sandbox-test-child")),
        args: Vec::new(),
        children: 2,
        wall: Duration::from_secs(20),
        memory_mb: 256,
        recycle_after: 200,
    }
}

/// The first child goes wrong after so many answers.
pub(crate) fn faulty(fault: &str, after: usize) -> SandboxConfig {
    let marker = std::env::temp_dir().join(format!(
        "portcullis-sandbox-{fault}-{after}-{}",
        std::process::id()
    ));
    let _ = std::fs::remove_file(&marker);
    SandboxConfig {
        args: vec![
            OsString::from(fault),
            OsString::from(after.to_string()),
            marker.into_os_string(),
        ],
        children: 1,
        wall: Duration::from_secs(if fault == "hang" { 2 } else { 20 }),
        ..config()
    }
}

/// A set with these policies, each in a package and a file of its name.
pub(crate) fn bundle(policies: &[(&str, &str)]) -> Vec<u8> {
    let mut files = BTreeMap::new();
    let mut manifest = String::new();
    for (name, source) in policies {
        write!(
            manifest,
            "policy \"{name}\" {{\n  query = \"data.{name}.deny\"\n  \
             enforcement_level = \"mandatory\"\n}}\n"
        )
        .unwrap();
        let source = source.replacen("package a\n", &format!("package {name}\n"), 1);
        files.insert(format!("{name}.rego"), source.into_bytes());
    }
    files.insert("policies.hcl".to_owned(), manifest.into_bytes());
    sandbox::pack(files)
}

pub(crate) fn set(policies: &[(&str, &str)]) -> JobSet {
    set_of(bundle(policies))
}

pub(crate) fn set_of(bundle: Vec<u8>) -> JobSet {
    JobSet {
        digest: Digest::from_bytes(Sha256::digest(&bundle).into()),
        bundle: bundle.into(),
        options: SetOptions::default(),
        only_enabled: true,
    }
}

pub(crate) const PLAN: &str = r#"{"format_version":"1.2","terraform_version":"1.11.0",
    "resource_changes":[{"address":"aws_vpc.a","type":"aws_vpc","name":"a","mode":"managed",
    "change":{"actions":["create"],"before":null,"after":{"cidr_block":"10.0.0.0/16"}}}]}"#;

pub(crate) fn job(sets: Vec<JobSet>) -> EvaluationJob {
    job_of(PLAN.as_bytes(), sets)
}

pub(crate) fn job_of(plan: &[u8], sets: Vec<JobSet>) -> EvaluationJob {
    EvaluationJob {
        plan: PlanInput::Plan {
            bytes: plan.to_vec().into(),
            run: Box::new(run()),
        },
        sets,
        party: Party::default(),
    }
}

fn run() -> RunDocument {
    let moment = "2026-01-05T10:00:00Z".parse().unwrap();
    RunDocument {
        id: "run-0123456789abcdef".parse().unwrap(),
        created_at: moment,
        created_by: "Ada".to_owned(),
        created_by_email: None,
        created_by_userid: "ada".to_owned(),
        message: None,
        source: "api".to_owned(),
        commit: None,
        branch: None,
        is_destroy: false,
        is_dry: false,
        organization: "acme".parse().unwrap(),
        project_id: "prj-0123456789abcdef".parse().unwrap(),
        project: "Default Project".to_owned(),
        workspace_id: "ws-0123456789abcdef".parse().unwrap(),
        workspace: "network".parse().unwrap(),
        workspace_created_at: moment,
        workspace_description: None,
        auto_apply: false,
        working_directory: None,
        tags: Vec::new(),
    }
}

/// Evaluates and forgets the progress.
pub(crate) async fn evaluate(sandbox: &Sandbox, sets: Vec<JobSet>) -> Evaluation {
    sandbox.evaluate(job(sets), |_| {}).await.unwrap()
}

/// What the only set's policies said.
pub(crate) fn only(evaluation: &Evaluation) -> Vec<&PolicyEvaluation> {
    assert_eq!(evaluation.sets.len(), 1);
    assert_eq!(evaluation.sets[0].problems, []);
    evaluation.sets[0]
        .policies
        .iter()
        .map(|(_, said)| said)
        .collect()
}

pub(crate) fn decisions(evaluation: &Evaluation) -> Vec<Decision> {
    only(evaluation).iter().map(|said| said.decision).collect()
}

/// The sandbox still gives right answers.
pub(crate) async fn assert_works(sandbox: &Sandbox) {
    let after = evaluate(sandbox, vec![set(&[("good", PASSES), ("bad", DENIES)])]).await;
    assert_eq!(decisions(&after), [Decision::Passed, Decision::Failed]);
    assert_eq!(only(&after)[1].messages[0].text, "no");
}
