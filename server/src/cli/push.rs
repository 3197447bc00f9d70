//! `portcullis push DIR --policy-set ORG/SET`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap::builder::FalseyValueParser;
use domain::{Dialect, TestCase};
use serde::Deserialize;
use serde_json::Value;

use super::client::{Client, ServerArgs};
use super::exit::Exit;
use super::folder;
use super::rego_tests;
use super::target::Target;
use super::terminal::{self, Palette, ProgressLine, harmless};
use super::{Format, RegoVersion};

/// What `push` needs to know.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags")]
pub(super) struct PushArgs {
    /// The folder with the manifest; hidden files are left out
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The policy set
    #[arg(long, env = "PORTCULLIS_POLICY_SET", value_name = "ORG/SET")]
    policy_set: Target,
    /// Make the policy set when it is not there
    #[arg(long, env = "PORTCULLIS_CREATE", value_parser = FalseyValueParser::new())]
    create: bool,
    /// Apply the policy set to every workspace
    #[arg(long, env = "PORTCULLIS_GLOBAL", value_parser = FalseyValueParser::new())]
    global: bool,
    /// With --create: in the new policy set approvers may override what the manifest calls mandatory
    // Without a variable: `eval` has one of that name, where it only asks what would be.
    #[arg(long, requires = "create")]
    overridable: bool,
    /// With --create: in the new policy set a version comes into force only when its tests pass
    #[arg(long, requires = "create")]
    require_tests: bool,
    /// With --create: the Rego version that the new policy set declares; every file is read as that
    // Without a variable: `eval` and `test` have one of that name, which is not about what is kept.
    #[arg(long, requires = "create", value_enum)]
    rego_version: Option<RegoVersion>,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

/// As much of a version as is needed here.
#[derive(Debug, Deserialize)]
struct Version {
    number: u32,
    status: String,
    problems: Vec<domain::Problem>,
    tests: Option<Tests>,
    held: Option<String>,
    policies: Vec<Policy>,
    url: String,
}

/// How many of its tests did what.
#[derive(Debug, Default, Deserialize)]
struct Tests {
    passed: u32,
    failed: u32,
    errored: u32,
    skipped: u32,
    error: Option<String>,
    coverage: Option<f64>,
}

/// Its tests one by one.
#[derive(Debug, Default, Deserialize)]
struct Cases {
    cases: Vec<TestCase>,
}

#[derive(Debug, Deserialize)]
struct Policy {
    name: String,
    level: String,
}

/// Packs, uploads, prints.
pub(super) async fn push(args: PushArgs) -> anyhow::Result<Exit> {
    let client = Client::new(&args.server)?;
    let bundle = sandbox::pack(folder::read(&args.folder)?);
    let path = format!(
        "/organizations/{}/policy-sets/{}",
        args.policy_set.organization, args.policy_set.name
    );
    let progress = ProgressLine::new();
    progress.say("Uploading…");
    let is_there = match client.get::<Value>(&path).await {
        Ok(_) => true,
        Err(error) if error.is_not_found() && args.create => false,
        Err(error) => {
            let hint = if error.is_not_found() {
                "; --create makes it"
            } else {
                ""
            };
            anyhow::bail!("{error}{hint}");
        }
    };
    if !is_there || args.global {
        let mut body = serde_json::Map::new();
        if args.global {
            body.insert("global".to_owned(), true.into());
        }
        // A set that is there keeps its levels: they are lowered in its settings, not in passing.
        if !is_there && args.overridable {
            body.insert("overridable".to_owned(), true.into());
        }
        if !is_there && args.require_tests {
            body.insert("require_tests".to_owned(), true.into());
        }
        if let Some(version) = args.rego_version.filter(|_| !is_there) {
            let version = Dialect::from(version).as_str();
            body.insert("rego_version".to_owned(), version.into());
        }
        client.put(&path, &Value::Object(body)).await?;
    }
    let answer: Value = client
        .post(&format!("{path}/versions"), &[], bundle.into())
        .await?;
    drop(progress);
    let version =
        Version::deserialize(&answer).context("the server's answer cannot be understood")?;
    let bad = version.tests.as_ref();
    let bad = bad.is_some_and(|tests| tests.failed + tests.errored > 0);
    let cases: Cases = match args.format {
        Format::Text if bad => {
            let number = version.number;
            client
                .get(&format!("{path}/versions/{number}/tests"))
                .await?
        }
        _ => Cases::default(),
    };
    let palette = Palette::of_stdout();
    let (text, exit) = outcome(&args.policy_set, &version, &cases.cases, palette);
    match args.format {
        // All of it, as the API has it.
        Format::Json => terminal::print(&format!("{}\n", serde_json::to_string_pretty(&answer)?)),
        Format::Text => terminal::print(&text),
    }
    Ok(exit)
}

/// What is printed, and how it ended.
fn outcome(
    set: &Target,
    version: &Version,
    cases: &[TestCase],
    palette: Palette,
) -> (String, Exit) {
    let mut lines: Vec<String> = version
        .problems
        .iter()
        .map(|problem| harmless(&problem.to_string()))
        .collect();
    let number = version.number;
    let tests = version.tests.as_ref();
    lines.extend(rego_tests::listed(cases, palette));
    let exit = if let Some(why) = version.held.as_ref().filter(|_| version.status == "ready") {
        let why = harmless(why);
        lines.push(palette.red(&format!("✖ {set} v{number} is held back: {why}")));
        lines.push(
            "  The policy set requires tests that pass. A version in force stays.".to_owned(),
        );
        lines.extend(tests.and_then(in_short));
        Exit::Failed
    } else if version.status == "ready" {
        lines.push(palette.green(&format!("✔ {set} v{number} is ready and in force")));
        lines.extend(version.policies.iter().map(|policy| {
            let level = policy.level.replace('_', "-");
            format!("  {}  {}", harmless(&policy.name), palette.faint(&level))
        }));
        lines.extend(tests.and_then(in_short));
        Exit::Passed
    } else {
        let errors = version
            .problems
            .iter()
            .filter(|problem| problem.is_error())
            .count();
        let noun = if errors == 1 { "problem" } else { "problems" };
        let status = &version.status;
        lines.push(palette.red(&format!("✖ {set} v{number} is {status}: {errors} {noun}")));
        lines.push("  It is not in force; a version that was stays.".to_owned());
        Exit::Errored
    };
    lines.push(harmless(&version.url));
    (lines.join("\n") + "\n", exit)
}

/// One line about its tests; nothing when it has none.
fn in_short(tests: &Tests) -> Option<String> {
    if let Some(error) = &tests.error {
        return Some(format!("  tests errored: {}", harmless(error)));
    }
    let counts = [
        (tests.passed, "passed"),
        (tests.failed, "failed"),
        (tests.errored, "errored"),
        (tests.skipped, "skipped"),
    ];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = counts
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    if parts.is_empty() {
        return None;
    }
    if let Some(coverage) = tests.coverage {
        parts.push(format!(
            "{} of lines covered",
            rego_tests::percentage(coverage)
        ));
    }
    Some(format!("  tests: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use domain::TestOutcome;

    use super::*;

    fn version(tests: Tests, held: Option<&str>) -> Version {
        Version {
            number: 3,
            status: "ready".to_owned(),
            problems: Vec::new(),
            tests: Some(tests),
            held: held.map(str::to_owned),
            policies: Vec::new(),
            url: "http://x".to_owned(),
        }
    }

    fn said(version: &Version, cases: &[TestCase]) -> (String, Exit) {
        outcome(
            &"acme/base".parse().unwrap(),
            version,
            cases,
            Palette::plain(),
        )
    }

    #[test]
    fn a_version_that_its_tests_hold_back_is_a_failure_that_names_them() {
        let tests = Tests {
            passed: 1,
            failed: 1,
            coverage: Some(50.0),
            ..Tests::default()
        };
        let case = TestCase {
            name: "data.a.test_x".to_owned(),
            file: "a_test.rego".to_owned(),
            line: Some(3),
            outcome: TestOutcome::Failed,
            duration_us: 1_000,
            message: Some("line 4 does not hold: x".to_owned()),
            failed_at: Some(4),
            subcases: Vec::new(),
            prints: Vec::new(),
        };
        let held = version(tests, Some("1 of its 2 tests did not pass"));
        let (text, exit) = said(&held, std::slice::from_ref(&case));
        assert_eq!(exit, Exit::Failed);
        assert_eq!(
            text,
            "a_test.rego:3: data.a.test_x: FAIL (1.000 ms)\n    line 4 does not hold: x\n\
             ✖ acme/base v3 is held back: 1 of its 2 tests did not pass\n  \
             The policy set requires tests that pass. A version in force stays.\n  \
             tests: 1 passed, 1 failed, 50.0 % of lines covered\nhttp://x\n"
        );
        let (text, exit) = said(&version(Tests::default(), None), &[]);
        assert_eq!((text.contains("tests"), exit), (false, Exit::Passed));
    }
}
