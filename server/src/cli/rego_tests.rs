//! `portcullis test DIR`: runs every rule named `test_…`, as `opa test` does.

mod junit;
mod text;

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};
use domain::{Problem, TestCase, TestOutcome, TestReport};
use sandbox::{Party, TestOptions};
use serde::Serialize;

pub(super) use self::text::{listed, percentage};
use super::RegoVersion;
use super::exit::Exit;
use super::folder;
use super::terminal::{Palette, print};
use crate::config::SandboxArgs;
use crate::coverage_document::CoverageDocument;
use crate::serve::open_sandbox;

/// What `test` needs to know.
#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// The folder: every .rego below it, with data.json and data.yaml
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Run only tests whose whole name, `data.example.test_x`, matches this regular expression
    #[arg(long, env = "PORTCULLIS_RUN", short, value_name = "REGEX", value_parser = pattern)]
    run: Option<String>,
    /// Also list the tests that passed
    #[arg(long, env = "PORTCULLIS_VERBOSE", short, value_parser = FalseyValueParser::new())]
    verbose: bool,
    /// Also say which lines the tests evaluated
    #[arg(long, env = "PORTCULLIS_COVERAGE", short, value_parser = FalseyValueParser::new())]
    coverage: bool,
    /// Fail when less than this share of lines is covered, in percent; implies --coverage
    #[arg(long, env = "PORTCULLIS_THRESHOLD", value_name = "PERCENT", value_parser = share)]
    threshold: Option<f64>,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: TestFormat,
    /// The Rego that the files are written in; each says itself when it is left out
    #[arg(long, env = "PORTCULLIS_REGO_VERSION", value_enum)]
    rego_version: Option<RegoVersion>,
    #[command(flatten)]
    sandbox: SandboxArgs,
}

/// How results of tests are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// For people
    #[default]
    Text,
    /// For machines
    Json,
    /// The XML that CI systems read
    Junit,
}

fn pattern(text: &str) -> Result<String, String> {
    regex::Regex::new(text)
        .map(|_| text.to_owned())
        .map_err(|error| error.to_string())
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.strip_suffix('%').unwrap_or(text).parse();
    share
        .ok()
        .filter(|share| (0.0..=100.0).contains(share))
        .ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Document<'a> {
    passed: u32,
    failed: u32,
    errored: u32,
    skipped: u32,
    cases: &'a [TestCase],
    problems: &'a [Problem],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageDocument>,
}

/// Runs the tests in a child, prints.
pub(super) async fn test(args: TestArgs) -> anyhow::Result<Exit> {
    let files = folder::read(&args.folder)?;
    let options = TestOptions {
        run: args.run,
        coverage: args.coverage || args.threshold.is_some(),
        dialect: args.rego_version.map(Into::into),
    };
    let sandbox = open_sandbox(&args.sandbox)?;
    let report = sandbox.test(files, options, &Party::default()).await;
    sandbox.shutdown().await;
    let report = report.context("the tests have no answer")?;
    let palette = Palette::of_stdout();
    print(&match args.format {
        TestFormat::Json => format!("{}\n", serde_json::to_string_pretty(&document(&report))?),
        TestFormat::Junit => junit::junit(&report)?,
        TestFormat::Text => text::text(&report, args.verbose, palette),
    });
    let mut exit = exit(&report);
    if let Some(missed) = missed(&report, args.threshold) {
        eprintln!("{missed}");
        if exit == Exit::Passed {
            exit = Exit::Failed;
        }
    }
    Ok(exit)
}

fn document(report: &TestReport) -> Document<'_> {
    Document {
        passed: report.count(TestOutcome::Passed),
        failed: report.count(TestOutcome::Failed),
        errored: report.count(TestOutcome::Errored),
        skipped: report.count(TestOutcome::Skipped),
        cases: &report.cases,
        problems: &report.problems,
        coverage: report.coverage.as_ref().map(Into::into),
    }
}

fn exit(report: &TestReport) -> Exit {
    if report.refusal().is_some() {
        return Exit::Errored;
    }
    let bad = report.count(TestOutcome::Failed) + report.count(TestOutcome::Errored);
    if bad > 0 { Exit::Failed } else { Exit::Passed }
}

/// What is said when less is covered than was asked for.
fn missed(report: &TestReport, threshold: Option<f64>) -> Option<String> {
    let percent = report.coverage.as_ref()?.percent();
    let threshold = threshold.filter(|threshold| percent < *threshold)?;
    let percent = percentage(percent);
    Some(format!(
        "The tests cover {percent} of the lines; {threshold} % were asked for."
    ))
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
            failed_at: None,
            subcases: Vec::new(),
            prints: Vec::new(),
        }
    }

    fn covering(covered: u32, not_covered: u32) -> TestReport {
        let range = |start, count| {
            let end = start + count - 1;
            vec![domain::LineRange { start, end }]
        };
        let lines = domain::FileCoverage {
            covered: range(1, covered),
            not_covered: range(covered + 1, not_covered),
        };
        TestReport {
            cases: vec![case(TestOutcome::Passed)],
            coverage: Some(domain::Coverage {
                files: [("a.rego".to_owned(), lines)].into(),
            }),
            ..TestReport::default()
        }
    }

    #[test]
    fn one_failure_is_exit_one_and_named_with_its_place() {
        let report = TestReport {
            cases: vec![case(TestOutcome::Passed), case(TestOutcome::Failed)],
            ..TestReport::default()
        };
        assert_eq!(exit(&report), Exit::Failed);
        assert_eq!(
            text::text(&report, false, Palette::plain()),
            "a_test.rego:3: data.a.test_x: FAIL (1.234 ms)\nPASS: 1/2\nFAIL: 1/2\n"
        );
    }

    #[test]
    fn a_folder_that_does_not_load_is_exit_three_and_a_skipped_test_is_no_failure() {
        let broken = TestReport {
            problems: vec![Problem::bundle("x")],
            ..TestReport::default()
        };
        assert_eq!(exit(&broken), Exit::Errored);
        let skipped = TestReport {
            cases: vec![case(TestOutcome::Skipped)],
            ..TestReport::default()
        };
        assert_eq!(exit(&skipped), Exit::Passed);
    }

    #[test]
    fn less_coverage_than_asked_for_is_said_and_nothing_is_rounded_up() {
        let report = covering(1999, 1);
        assert_eq!(missed(&report, Some(99.9)), None);
        assert_eq!(missed(&report, None), None);
        let said = missed(&report, Some(100.0)).unwrap();
        assert!(said.contains("99.9 %"), "{said}");
        let shown = text::text(&report, false, Palette::plain());
        assert_eq!(
            shown,
            "a.rego  99.9 %  not covered: 2000\nCOVERAGE: 99.9 % (1999 of 2000 lines)\nPASS: 1/1\n"
        );
        assert_eq!(share("80%"), Ok(80.0));
        assert!(share("101").is_err() && share("-1").is_err() && share("NaN").is_err());
    }
}
