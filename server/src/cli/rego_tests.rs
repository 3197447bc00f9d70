//! `portcullis test DIR`: runs every rule named `test_…`, as `opa test` does.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap::builder::FalseyValueParser;
use domain::Problem;
use sandbox::{TestCase, TestOutcome, TestReport};
use serde::Serialize;

use super::Format;
use super::exit::Exit;
use super::folder;
use super::terminal::{Palette, harmless, print};
use crate::config::SandboxArgs;
use crate::serve::open_sandbox;

/// What `test` needs to know.
#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// The folder: every .rego below it, with data.json and data.yaml
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also list the tests that passed
    #[arg(long, env = "PORTCULLIS_VERBOSE", short, value_parser = FalseyValueParser::new())]
    verbose: bool,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    sandbox: SandboxArgs,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Document<'a> {
    passed: usize,
    failed: usize,
    errored: usize,
    skipped: usize,
    cases: &'a [TestCase],
    problems: &'a [Problem],
}

/// Runs the tests in a child, prints.
pub(super) async fn test(args: TestArgs) -> anyhow::Result<Exit> {
    let files = folder::read(&args.folder)?;
    let sandbox = open_sandbox(&args.sandbox)?;
    let report = sandbox.test(files).await;
    sandbox.shutdown().await;
    let report = report.context("the tests have no answer")?;
    match args.format {
        Format::Json => print(&format!(
            "{}\n",
            serde_json::to_string_pretty(&document(&report))?
        )),
        Format::Text => print(&text(&report, args.verbose, Palette::of_stdout())),
    }
    Ok(exit(&report))
}

fn count(report: &TestReport, outcome: TestOutcome) -> usize {
    report
        .cases
        .iter()
        .filter(|case| case.outcome == outcome)
        .count()
}

fn document(report: &TestReport) -> Document<'_> {
    Document {
        passed: count(report, TestOutcome::Passed),
        failed: count(report, TestOutcome::Failed),
        errored: count(report, TestOutcome::Errored),
        skipped: count(report, TestOutcome::Skipped),
        cases: &report.cases,
        problems: &report.problems,
    }
}

fn exit(report: &TestReport) -> Exit {
    if report.problems.iter().any(Problem::is_error) {
        return Exit::Errored;
    }
    let bad = count(report, TestOutcome::Failed) + count(report, TestOutcome::Errored);
    if bad > 0 { Exit::Failed } else { Exit::Passed }
}

fn text(report: &TestReport, verbose: bool, palette: Palette) -> String {
    let mut lines: Vec<String> = report
        .problems
        .iter()
        .map(|problem| harmless(&problem.to_string()))
        .collect();
    for case in &report.cases {
        if case.outcome == TestOutcome::Passed && !verbose {
            continue;
        }
        lines.push(line(case, palette));
        lines.extend(
            case.message
                .iter()
                .map(|message| format!("    {}", harmless(message))),
        );
        lines.extend(case.prints.iter().map(|said| {
            format!(
                "    {}",
                palette.faint(&format!("print: {}", harmless(said)))
            )
        }));
    }
    let totals = document(report);
    let ran = totals.passed + totals.failed + totals.errored;
    if report.problems.iter().any(Problem::is_error) {
        lines.push(palette.red("The folder does not load; no test ran."));
    } else if report.cases.is_empty() {
        lines.push(palette.yellow("No test was found: tests are rules named test_…"));
    } else if totals.failed + totals.errored == 0 {
        lines.push(palette.green(&format!("PASS: {}/{ran}", totals.passed)));
    } else {
        lines.push(format!("PASS: {}/{ran}", totals.passed));
        lines.push(palette.red(&format!("FAIL: {}/{ran}", totals.failed + totals.errored)));
    }
    if totals.skipped > 0 {
        lines.push(format!("SKIPPED: {}", totals.skipped));
    }
    lines.join("\n") + "\n"
}

fn line(case: &TestCase, palette: Palette) -> String {
    let word = match case.outcome {
        TestOutcome::Passed => palette.green("PASS"),
        TestOutcome::Failed => palette.red("FAIL"),
        TestOutcome::Errored => palette.red("ERROR"),
        TestOutcome::Skipped => palette.yellow("SKIPPED"),
    };
    let place = case
        .line
        .map_or_else(|| case.file.clone(), |line| format!("{}:{line}", case.file));
    let time = format!(
        "({}.{:03} ms)",
        case.duration_us / 1000,
        case.duration_us % 1000
    );
    format!(
        "{}: {}: {word} {}",
        harmless(&place),
        harmless(&case.name),
        palette.faint(&time)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(outcome: TestOutcome) -> TestCase {
        TestCase {
            name: "data.a.test_x".to_owned(),
            file: "a_test.rego".to_owned(),
            line: Some(3),
            outcome,
            duration_us: 1_234,
            message: None,
            prints: Vec::new(),
        }
    }

    #[test]
    fn one_failure_is_exit_one_and_named_with_its_place() {
        let report = TestReport {
            cases: vec![case(TestOutcome::Passed), case(TestOutcome::Failed)],
            problems: Vec::new(),
        };
        assert_eq!(exit(&report), Exit::Failed);
        assert_eq!(
            text(&report, false, Palette::plain()),
            "a_test.rego:3: data.a.test_x: FAIL (1.234 ms)\nPASS: 1/2\nFAIL: 1/2\n"
        );
    }

    #[test]
    fn a_folder_that_does_not_load_is_exit_three_and_a_skipped_test_is_no_failure() {
        let broken = TestReport {
            cases: Vec::new(),
            problems: vec![Problem::bundle("x")],
        };
        assert_eq!(exit(&broken), Exit::Errored);
        let skipped = TestReport {
            cases: vec![case(TestOutcome::Skipped)],
            problems: Vec::new(),
        };
        assert_eq!(exit(&skipped), Exit::Passed);
    }
}
