//! Results of tests for people.

use domain::{Coverage, FileCoverage, LineRange, Problem, TestCase, TestOutcome, TestReport};

use crate::cli::terminal::{Palette, harmless};

/// How many lines without coverage are listed for one file.
const MAX_RANGES: usize = 12;

/// The tests that did not pass, with `verbose` all of them, then what is covered and the totals.
pub(super) fn text(report: &TestReport, verbose: bool, palette: Palette) -> String {
    let mut lines: Vec<String> = report
        .problems
        .iter()
        .map(|problem| harmless(&problem.to_string()))
        .collect();
    if verbose {
        let cases = report.cases.iter();
        lines.extend(cases.flat_map(|case| of_case(case, true, palette)));
    } else {
        lines.extend(listed(&report.cases, palette));
    }
    if let Some(coverage) = report
        .coverage
        .as_ref()
        .filter(|_| !report.cases.is_empty())
    {
        lines.extend(of_coverage(coverage, palette));
    }
    lines.extend(totals(report, palette));
    lines.join("\n") + "\n"
}

/// The tests that did not pass.
pub(in crate::cli) fn listed(cases: &[TestCase], palette: Palette) -> Vec<String> {
    cases
        .iter()
        .filter(|case| case.outcome != TestOutcome::Passed)
        .flat_map(|case| of_case(case, false, palette))
        .collect()
}

fn totals(report: &TestReport, palette: Palette) -> Vec<String> {
    let passed = report.count(TestOutcome::Passed);
    let bad = report.count(TestOutcome::Failed) + report.count(TestOutcome::Errored);
    let skipped = report.count(TestOutcome::Skipped);
    let ran = passed + bad;
    let mut lines = Vec::new();
    if report.problems.iter().any(Problem::is_error) {
        lines.push(palette.red("The folder does not load; no test ran."));
    } else if report.cases.is_empty() {
        lines.push(palette.yellow("No test was found: tests are rules named test_…"));
    } else if bad == 0 {
        lines.push(palette.green(&format!("PASS: {passed}/{ran}")));
    } else {
        lines.push(format!("PASS: {passed}/{ran}"));
        lines.push(palette.red(&format!("FAIL: {bad}/{ran}")));
    }
    if skipped > 0 {
        lines.push(format!("SKIPPED: {skipped}"));
    }
    lines
}

fn of_case(case: &TestCase, verbose: bool, palette: Palette) -> Vec<String> {
    let mut lines = vec![line(case, palette)];
    let message = case.message.iter();
    lines.extend(message.map(|message| format!("    {}", harmless(message))));
    for subcase in &case.subcases {
        if verbose || !subcase.passed {
            let name = harmless(&subcase.name);
            let word = if subcase.passed {
                palette.green("PASS")
            } else {
                palette.red("FAIL")
            };
            lines.push(format!("    {name}: {word}"));
        }
    }
    lines.extend(case.prints.iter().map(|said| {
        let said = format!("print: {}", harmless(said));
        format!("    {}", palette.faint(&said))
    }));
    lines
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

fn of_coverage(coverage: &Coverage, palette: Palette) -> Vec<String> {
    let width = coverage.files.keys().map(|file| file.chars().count());
    let width = width.max().unwrap_or_default();
    let mut lines: Vec<String> = coverage
        .files
        .iter()
        .map(|(file, lines)| of_file(&harmless(file), width, lines, palette))
        .collect();
    lines.push(format!(
        "COVERAGE: {} ({} of {} lines)",
        percentage(coverage.percent()),
        coverage.covered_lines(),
        coverage.covered_lines() + coverage.not_covered_lines(),
    ));
    lines
}

fn of_file(file: &str, width: usize, lines: &FileCoverage, palette: Palette) -> String {
    let shown = format!("{file:width$}  {:>6}", percentage(lines.percent()));
    if lines.not_covered.is_empty() {
        return palette.green(&shown);
    }
    let mut ranges: Vec<String> = lines
        .not_covered
        .iter()
        .take(MAX_RANGES)
        .map(LineRange::to_string)
        .collect();
    if lines.not_covered.len() > MAX_RANGES {
        ranges.push("…".to_owned());
    }
    format!("{shown}  not covered: {}", ranges.join(", "))
}

/// One decimal, cut off and not rounded: 100 % is all of it.
pub(in crate::cli) fn percentage(percent: f64) -> String {
    format!("{:.1} %", (percent * 10.0).floor() / 10.0)
}
