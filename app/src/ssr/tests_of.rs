//! The part of a version's page that is about its unit tests.

use domain::{
    Coverage, FileCoverage, LineRange, Name, PolicySetVersion, TestCase, TestOutcome, TestReport,
    TestSummary, percent,
};
use leptos::prelude::*;

use crate::model::{Paths, Tone, count, sentence};
use crate::server_functions::versions::Tested;
use crate::ui::{Callout, Card, Cell, Icon, Table, prose};

/// How many ranges of lines without coverage are linked for one file.
const MAX_RANGES: usize = 24;

/// A version and what became of its tests.
pub(crate) struct TestsOf<'a> {
    pub(crate) version: &'a PolicySetVersion,
    pub(crate) report: &'a TestReport,
    pub(crate) organization: &'a Name,
    pub(crate) set: &'a Name,
}

impl TestsOf<'_> {
    /// How they went, and the numbers.
    pub(crate) fn in_short(&self) -> (Tested, String) {
        let Some(tests) = &self.version.tests else {
            return (Tested::Not, String::new());
        };
        let bad = tests.failed + tests.errored;
        if tests.error.is_some() {
            (Tested::Badly, "no answer".to_owned())
        } else if bad > 0 {
            (Tested::Badly, format!("{bad} of {} failed", tests.ran()))
        } else if tests.ran() > 0 {
            (Tested::Well, count(tests.ran(), "test", "tests"))
        } else {
            (Tested::Not, "no tests".to_owned())
        }
    }

    /// All of it, as HTML; empty when tests were not run.
    pub(crate) fn html(&self) -> String {
        let Some(tests) = &self.version.tests else {
            return String::new();
        };
        let owner = Owner::new();
        owner.with(|| self.view(tests).to_html())
    }

    fn view(&self, tests: &TestSummary) -> AnyView {
        let error = tests.error.as_ref().map(|error| {
            view! {
                <Callout tone=Tone::Bad title="Tests errored">
                    {format!("{} The version itself is not worse for it.", sentence(error))}
                </Callout>
            }
        });
        view! {
            <h2 class="section-title" id="tests">
                "Tests"
            </h2>
            {error}
            {self.results(tests)}
            {self.report.coverage.as_ref().and_then(|coverage| self.coverage(coverage))}
        }
        .into_any()
    }

    fn results(&self, tests: &TestSummary) -> Option<AnyView> {
        if tests.is_empty() {
            let text = "This version has no unit tests. A test is a rule whose name begins with test_; \
                        portcullis test runs those of a folder before it is uploaded.";
            return Some(view! { <p class="muted">{text}</p> }.into_any());
        }
        if tests.error.is_some() {
            return None;
        }
        let (passed, others): (Vec<_>, Vec<_>) = self
            .report
            .cases
            .iter()
            .partition(|case| case.outcome == TestOutcome::Passed);
        let kept = u32::try_from(self.report.cases.len()).unwrap_or(u32::MAX);
        let missing = (tests.ran() + tests.skipped).saturating_sub(kept);
        let others: Vec<_> = others.into_iter().map(|case| self.case(case)).collect();
        let passed: Vec<_> = passed.into_iter().map(|case| self.case(case)).collect();
        let list = |cases: Vec<AnyView>| view! { <ul class="problems">{cases}</ul> };
        let others = (!others.is_empty()).then(|| list(others));
        let passed = (!passed.is_empty()).then(|| {
            view! {
                <details class="tests__passed">
                    <summary>{format!("{} passed", tests.passed)}</summary>
                    {list(passed)}
                </details>
            }
        });
        let missing = (missing > 0).then(|| {
            let more = count(missing, "more test is", "more tests are");
            view! { <p class="tests__more muted">{format!("{more} not listed.")}</p> }
        });
        Some(
            view! {
                <Card title=numbers(tests) flush=true>
                    {others}
                    {passed}
                    {missing}
                </Card>
            }
            .into_any(),
        )
    }

    fn source(&self, file: &str, line: Option<u32>) -> String {
        Paths::of(self.organization).source(self.set, self.version.number, file, line)
    }

    fn case(&self, case: &TestCase) -> AnyView {
        let (tone, label) = match case.outcome {
            TestOutcome::Passed => (Tone::Ok, "Passed"),
            TestOutcome::Failed => (Tone::Bad, "Failed"),
            TestOutcome::Errored => (Tone::Bad, "Errored"),
            TestOutcome::Skipped => (Tone::Quiet, "Skipped"),
        };
        let line = case.failed_at.or(case.line);
        let place = line.map_or_else(|| case.file.clone(), |line| format!("{}:{line}", case.file));
        let href = self.source(&case.file, line);
        let message = match case.outcome {
            TestOutcome::Skipped => Some("Skipped: its name begins with todo_test_.".to_owned()),
            TestOutcome::Failed => case.message.as_deref().map(capital),
            // It begins with a place.
            _ => case.message.clone(),
        };
        let message = message.map(|text| view! { <p class="problem__message">{prose(&text)}</p> });
        let bad = case.subcases.iter().filter(|subcase| !subcase.passed);
        let bad: Vec<_> = bad
            .map(|subcase| view! { <li class="mono">{subcase.name.clone()}</li> }.into_any())
            .collect();
        let bad = (!bad.is_empty()).then(|| view! { <ul class="tests__cases">{bad}</ul> });
        let prints = (!case.prints.is_empty()).then(|| {
            let label = format!("Prints of {}", case.name);
            view! {
                <pre class="tests__prints" aria-label=label role="region" tabindex="0">
                    {case.prints.join("\n")}
                </pre>
            }
        });
        view! {
            <li class="problem" data-tone=tone.as_str()>
                <Icon name=tone.icon() label=label />
                <div>
                    <strong class="mono">{case.name.clone()}</strong>
                    " "
                    <a class="link mono" href=href rel="external">
                        {place}
                    </a>
                    {message}
                    {bad}
                    {prints}
                </div>
            </li>
        }
        .into_any()
    }

    fn coverage(&self, coverage: &Coverage) -> Option<AnyView> {
        if coverage.files.is_empty() || self.report.cases.is_empty() {
            return None;
        }
        let files = coverage.files.iter();
        let rows: Vec<_> = files.map(|(file, lines)| self.file(file, lines)).collect();
        let title = format!(
            "{} of {} covered",
            share(coverage.covered_lines(), coverage.not_covered_lines()),
            count(
                coverage.covered_lines() + coverage.not_covered_lines(),
                "line",
                "lines"
            ),
        );
        Some(
            view! {
                <Card title=title flush=true>
                    <Table
                        caption="Lines that the tests evaluate, by file"
                        columns=vec!["File", "Not covered", "Covered"]
                    >
                        {rows}
                    </Table>
                </Card>
            }
            .into_any(),
        )
    }

    fn file(&self, file: &str, lines: &FileCoverage) -> AnyView {
        let (href, name) = (self.source(file, None), file.to_owned());
        let shared = share(lines.covered_lines(), lines.not_covered_lines());
        let range = |(index, range): (usize, &LineRange)| {
            let href = self.source(file, Some(range.start));
            let before = if index == 0 { "" } else { ", " };
            view! {
                {before}
                <a class="link num" href=href rel="external">
                    {range.to_string()}
                </a>
            }
            .into_any()
        };
        let ranges = lines.not_covered.iter().take(MAX_RANGES).enumerate();
        let ranges: Vec<_> = ranges.map(range).collect();
        let more = (lines.not_covered.len() > MAX_RANGES).then_some(", …");
        let ranges = if ranges.is_empty() {
            view! { <span class="faint">"–"</span> }.into_any()
        } else {
            view! { <span>{ranges} {more}</span> }.into_any()
        };
        view! {
            <tr>
                <Cell>
                    <a class="table__name mono" href=href>
                        {name}
                    </a>
                </Cell>
                <Cell label="Not covered">{ranges}</Cell>
                <Cell label="Covered" end=true>
                    <span class="num">{shared}</span>
                </Cell>
            </tr>
        }
        .into_any()
    }
}

/// `2 failed, 1 errored, 5 passed`: what there is, the worst first.
fn numbers(tests: &TestSummary) -> String {
    let parts: Vec<String> = [
        (tests.failed, "failed"),
        (tests.errored, "errored"),
        (tests.skipped, "skipped"),
        (tests.passed, "passed"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .collect();
    parts.join(", ")
}

/// A message with its first letter large. It may end with code, so no full stop is put there.
fn capital(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The share in percent, cut off and not rounded: 100 % is all of it.
fn share(covered: u32, not_covered: u32) -> String {
    format!("{:.0} %", percent(covered, not_covered).floor())
}

#[cfg(test)]
mod tests {
    use domain::{Digest, PolicySetVersionId, Subcase, Timestamp, VersionSource, VersionStatus};

    use super::*;
    use crate::render::{HOSTILE, assert_harmless};

    fn html(report: &TestReport) -> (Tested, String, String) {
        let version = PolicySetVersion {
            id: PolicySetVersionId::from_bare("000000000000000a").unwrap(),
            number: 3,
            status: VersionStatus::Ready,
            source: VersionSource::Ui,
            digest: Some(Digest::from_bytes([7; 32])),
            size: Some(1_000),
            shape: None,
            dialect: None,
            rego_files: None,
            problems: Vec::new(),
            tests: Some(TestSummary::of(report)),
            held: None,
            policies: Vec::new(),
            created_by: "alice".to_owned(),
            created_at: Timestamp::from_unix_micros(0).unwrap(),
            ingested_at: None,
            is_current: false,
        };
        let about = TestsOf {
            version: &version,
            report,
            organization: &"acme".parse().unwrap(),
            set: &"base".parse().unwrap(),
        };
        let (tested, short) = about.in_short();
        (tested, short, about.html())
    }

    fn case(name: &str, outcome: TestOutcome) -> TestCase {
        TestCase {
            name: name.to_owned(),
            file: "a_test.rego".to_owned(),
            line: Some(3),
            outcome,
            duration_us: 1,
            message: None,
            failed_at: None,
            subcases: Vec::new(),
            prints: Vec::new(),
        }
    }

    #[test]
    fn a_failed_test_says_why_where_and_what_it_printed() {
        let failed = TestCase {
            message: Some("line 5 does not hold: x == 1".to_owned()),
            failed_at: Some(5),
            subcases: vec![Subcase {
                name: "empty list".to_owned(),
                passed: false,
            }],
            prints: vec!["a_test.rego:4: seen".to_owned()],
            ..case("data.a.test_b", TestOutcome::Failed)
        };
        let covered = FileCoverage {
            covered: vec![LineRange { start: 3, end: 5 }],
            not_covered: vec![LineRange { start: 8, end: 8 }],
        };
        let report = TestReport {
            cases: vec![case("data.a.test_a", TestOutcome::Passed), failed],
            coverage: Some(Coverage {
                files: [("a.rego".to_owned(), covered)].into(),
            }),
            ..TestReport::default()
        };
        let (tested, short, html) = html(&report);
        assert_eq!((tested, short.as_str()), (Tested::Badly, "1 of 2 failed"));
        for part in [
            "1 failed, 1 passed",
            "/versions/3/files/a_test.rego#L5",
            "Line 5 does not hold: x == 1",
            "empty list",
            "a_test.rego:4: seen",
            "75 % of 4 lines covered",
            "/versions/3/files/a.rego#L8",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn what_a_test_says_stays_text() {
        let hostile = TestCase {
            name: HOSTILE.to_owned(),
            file: HOSTILE.to_owned(),
            message: Some(HOSTILE.to_owned()),
            prints: vec![HOSTILE.to_owned()],
            ..case("", TestOutcome::Errored)
        };
        let report = TestReport {
            cases: vec![hostile],
            ..TestReport::default()
        };
        assert_harmless(&html(&report).2);
    }

    #[test]
    fn a_version_without_tests_says_what_one_is_and_a_run_without_answer_why() {
        let (tested, short, text) = html(&TestReport::default());
        assert_eq!((tested, short.as_str()), (Tested::Not, "no tests"));
        assert!(text.contains("has no unit tests"), "{text}");
        let stopped = TestReport {
            problems: vec![domain::Problem::bundle("out of time")],
            ..TestReport::default()
        };
        let (tested, _, text) = html(&stopped);
        assert_eq!(tested, Tested::Badly);
        assert!(
            text.contains("Tests errored") && text.contains("Out of time."),
            "{text}"
        );
    }
}
