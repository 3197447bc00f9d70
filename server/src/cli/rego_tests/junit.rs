//! Results of tests for CI systems: the XML that `JUnit` writes.
//!
//! A suite is a file. A test that did not pass is a `failure`, one without an answer an `error`; what
//! it printed is its `system-out`. A folder that does not load is a suite with one error: whoever
//! counts finds that it is not green. `JUnit` knows no coverage: it is the properties of a suite without
//! tests.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{Problem, TestCase, TestOutcome, TestReport};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus, TestSuite};

use super::text::percentage;

/// The document.
pub(super) fn junit(report: &TestReport) -> anyhow::Result<String> {
    let mut document = Report::new("portcullis test");
    let errors: Vec<&Problem> = report
        .problems
        .iter()
        .filter(|one| one.is_error())
        .collect();
    if !errors.is_empty() {
        document.add_test_suite(unloaded(&errors));
    }
    let mut files: BTreeMap<&str, Vec<&TestCase>> = BTreeMap::new();
    for case in &report.cases {
        files.entry(&case.file).or_default().push(case);
    }
    let mut total = Duration::ZERO;
    for (file, cases) in files {
        let mut suite = TestSuite::new(file);
        let time = cases.iter().map(|case| case.duration_us).sum();
        suite.set_time(Duration::from_micros(time));
        suite.add_test_cases(cases.into_iter().map(of_case));
        total += Duration::from_micros(time);
        document.add_test_suite(suite);
    }
    if let Some(coverage) = &report.coverage {
        let mut suite = TestSuite::new("coverage");
        for (file, lines) in &coverage.files {
            suite.add_property((file.as_str(), percentage(lines.percent()).as_str()));
        }
        suite.add_property(("total", percentage(coverage.percent()).as_str()));
        document.add_test_suite(suite);
    }
    document.set_time(total);
    let mut text = document.to_string()?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn unloaded(errors: &[&Problem]) -> TestSuite {
    let mut suite = TestSuite::new("portcullis");
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message("the folder does not load; no test ran");
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    status.set_description(said.join("\n"));
    suite.add_test_case(quick_junit::TestCase::new("load", status));
    suite
}

fn of_case(case: &TestCase) -> quick_junit::TestCase {
    let status = match case.outcome {
        TestOutcome::Passed => TestCaseStatus::success(),
        TestOutcome::Skipped => TestCaseStatus::skipped(),
        TestOutcome::Failed => bad(case, NonSuccessKind::Failure),
        TestOutcome::Errored => bad(case, NonSuccessKind::Error),
    };
    let (package, name) = case.name.rsplit_once('.').unwrap_or(("data", &case.name));
    let mut written = quick_junit::TestCase::new(name, status);
    written.set_classname(package);
    written.set_time(Duration::from_micros(case.duration_us));
    let extra = &mut written.extra;
    extra.insert("file".into(), case.file.as_str().into());
    if let Some(line) = case.failed_at.or(case.line) {
        extra.insert("line".into(), line.to_string().into());
    }
    if !case.prints.is_empty() {
        written.set_system_out(case.prints.join("\n"));
    }
    written
}

fn bad(case: &TestCase, kind: NonSuccessKind) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let message = case.message.as_deref().unwrap_or("the test did not pass");
    status.set_message(message);
    let line = case.failed_at.or(case.line);
    let place = line.map_or_else(|| case.file.clone(), |line| format!("{}:{line}", case.file));
    let bad = case.subcases.iter().filter(|subcase| !subcase.passed);
    let bad = bad.map(|subcase| format!("\n{}: does not hold", subcase.name));
    status.set_description(format!("{place}: {message}{}", bad.collect::<String>()));
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_and_nothing_breaks_the_document() {
        let case = |name: &str, outcome, message: Option<&str>| TestCase {
            name: format!("data.a.{name}"),
            file: "a_test.rego".to_owned(),
            line: Some(3),
            outcome,
            duration_us: 1_500,
            message: message.map(str::to_owned),
            failed_at: None,
            subcases: Vec::new(),
            prints: Vec::new(),
        };
        let mut failed = case(
            "test_b",
            TestOutcome::Failed,
            Some("x < \"1\" & ]]>\u{1b}[31m\u{0}"),
        );
        failed.failed_at = Some(5);
        failed.prints = vec!["a_test.rego:4: <b>\u{7}".to_owned()];
        let report = TestReport {
            cases: vec![
                case("test_a", TestOutcome::Passed, None),
                failed,
                case("test_c", TestOutcome::Errored, Some("no")),
                case("todo_test_d", TestOutcome::Skipped, None),
            ],
            ..TestReport::default()
        };
        let text = junit(&report).unwrap();
        for part in [
            "<testsuite name=\"a_test.rego\" tests=\"4\" skipped=\"1\" errors=\"1\" failures=\"1\"",
            "<testcase name=\"test_a\" classname=\"data.a\" time=\"0.002\" file=\"a_test.rego\" line=\"3\"",
            "x &lt; &quot;1&quot; &amp; ]]&gt;",
            "a_test.rego:5: x",
            "<skipped/>",
            "<system-out>a_test.rego:4: &lt;b&gt;</system-out>",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n'));
        quick_junit::Report::deserialize_from_str(&text).unwrap();
    }

    #[test]
    fn a_folder_that_does_not_load_is_an_error_in_the_document() {
        let report = TestReport {
            problems: vec![Problem::in_file("a.rego", "no").at(1, 2)],
            ..TestReport::default()
        };
        let text = junit(&report).unwrap();
        assert!(
            text.contains("errors=\"1\"") && text.contains("a.rego:1:2: no"),
            "{text}"
        );
    }
}
