//! What became of the unit tests of policies.

use serde::{Deserialize, Serialize};

use crate::{Coverage, Problem};

/// What became of the tests of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestReport {
    /// Every test that was asked for, by file and line.
    pub cases: Vec<TestCase>,
    /// Why the folder does not load; no test ran when one is an error.
    pub problems: Vec<Problem>,
    /// Which lines were evaluated, when that was asked for and tests ran.
    pub coverage: Option<Coverage>,
}

impl TestReport {
    /// How many tests ended like this.
    pub fn count(&self, outcome: TestOutcome) -> u32 {
        let cases = self.cases.iter();
        let count = cases.filter(|case| case.outcome == outcome).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The first reason why no test ran.
    pub fn refusal(&self) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.is_error())
    }
}

/// The most that is kept of the tests of a version, in bytes, more or less.
const MAX_KEPT: usize = 256 << 10;

/// What a case takes besides its texts, in bytes, more or less.
const CASE_BYTES: usize = 200;

impl TestReport {
    /// As much of it as is kept with a version: what did not pass comes first, and what passed has
    /// no prints. The numbers of [`TestSummary`] are of all of it.
    #[must_use]
    pub fn bounded(self) -> Self {
        let mut left = MAX_KEPT;
        let mut cases: Vec<(usize, TestCase)> = self.cases.into_iter().enumerate().collect();
        cases.sort_by_key(|(_, case)| case.outcome == TestOutcome::Passed);
        let mut kept = Vec::new();
        for (at, mut case) in cases {
            let prints: usize = case.prints.iter().map(String::len).sum();
            if case.outcome == TestOutcome::Passed || prints > left / 4 {
                case.prints.clear();
            }
            let Some(rest) = left.checked_sub(case.size()) else {
                break;
            };
            left = rest;
            kept.push((at, case));
        }
        kept.sort_by_key(|(at, _)| *at);
        Self {
            cases: kept.into_iter().map(|(_, case)| case).collect(),
            ..self
        }
    }
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestCase {
    /// Its whole name, `data.example.test_x`; a later definition of one name has `#01` and so on.
    pub name: String,
    /// The file it stands in.
    pub file: String,
    /// The line it stands at, from 1.
    pub line: Option<u32>,
    /// What became of it.
    pub outcome: TestOutcome,
    /// Time in microseconds.
    pub duration_us: u64,
    /// Why it failed or errored.
    pub message: Option<String>,
    /// The line of its file that did not hold, from 1, when it failed at one.
    #[serde(default)]
    pub failed_at: Option<u32>,
    /// The cases of a test that is written as `test_x[case] if …`, in order.
    #[serde(default)]
    pub subcases: Vec<Subcase>,
    /// What it printed.
    pub prints: Vec<String>,
}

impl TestCase {
    fn size(&self) -> usize {
        let texts = self.prints.iter().chain(&self.message);
        let texts = texts.chain([&self.name, &self.file]).map(String::len);
        let subcases = self.subcases.iter().map(|subcase| subcase.name.len() + 40);
        CASE_BYTES + texts.sum::<usize>() + subcases.sum::<usize>()
    }
}

/// One case of a test that has several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subcase {
    /// Its name; the parts of a name of several are joined by a slash.
    pub name: String,
    /// Whether the rule was true for it.
    pub passed: bool,
}

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// The rule was true, for every case that it has.
    Passed,
    /// The rule was false or undefined.
    Failed,
    /// The rule has no answer.
    Errored,
    /// Its name begins with `todo_test_`.
    Skipped,
}

impl TestOutcome {
    /// The native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Errored => "errored",
            Self::Skipped => "skipped",
        }
    }
}

/// What became of the tests of a version, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSummary {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
    /// Tests without an answer.
    pub errored: u32,
    /// Tests that are not run, because their name begins with `todo_test_`.
    pub skipped: u32,
    /// Why the tests as a whole have no answer.
    pub error: Option<String>,
    /// Lines that can be evaluated, and were.
    pub covered_lines: u32,
    /// Lines that can be evaluated, and were not.
    pub not_covered_lines: u32,
}

impl TestSummary {
    /// The numbers of a report.
    pub fn of(report: &TestReport) -> Self {
        let coverage = report.coverage.as_ref();
        Self {
            passed: report.count(TestOutcome::Passed),
            failed: report.count(TestOutcome::Failed),
            errored: report.count(TestOutcome::Errored),
            skipped: report.count(TestOutcome::Skipped),
            error: report.refusal().map(ToString::to_string),
            covered_lines: coverage.map_or(0, Coverage::covered_lines),
            not_covered_lines: coverage.map_or(0, Coverage::not_covered_lines),
        }
    }

    /// How many tests were to give an answer.
    pub fn ran(&self) -> u32 {
        self.passed + self.failed + self.errored
    }

    /// Whether there is nothing to say: no test, and no reason why.
    pub fn is_empty(&self) -> bool {
        self.error.is_none() && self.ran() + self.skipped == 0
    }

    /// Why a set that requires its tests to pass does not let this version come into force; `None`
    /// when it does. A version without tests stays back too: whoever requires tests would otherwise
    /// lose them with the file that holds them.
    pub fn objection(&self) -> Option<String> {
        let ran = self.ran();
        let bad = self.failed + self.errored;
        if let Some(error) = &self.error {
            return Some(format!("its tests have no answer: {error}"));
        }
        match (bad, ran) {
            (_, 0) => Some("it has no test that ran".to_owned()),
            (0, _) => None,
            (1, 1) => Some("its only test did not pass".to_owned()),
            (bad, ran) => Some(format!("{bad} of its {ran} tests did not pass")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(passed: u32, failed: u32, errored: u32) -> TestSummary {
        TestSummary {
            passed,
            failed,
            errored,
            ..TestSummary::default()
        }
    }

    #[test]
    fn what_did_not_pass_is_kept_before_what_did_and_in_its_place() {
        let case = |number: usize, outcome| TestCase {
            name: format!("data.a.test_{number}"),
            file: "a_test.rego".to_owned(),
            line: None,
            outcome,
            duration_us: 1,
            message: Some("m".repeat(1000)),
            failed_at: None,
            subcases: Vec::new(),
            prints: vec!["p".to_owned()],
        };
        let mut cases: Vec<_> = (0..400).map(|at| case(at, TestOutcome::Passed)).collect();
        cases[300].outcome = TestOutcome::Failed;
        cases[399].outcome = TestOutcome::Failed;
        cases[399].prints = vec!["p".repeat(MAX_KEPT)];
        let report = TestReport {
            cases,
            ..TestReport::default()
        };
        let kept = report.bounded().cases;
        assert!(kept.len() > 150 && kept.len() < 400, "{}", kept.len());
        let failed = &kept[kept.len() - 2..];
        assert!(
            failed
                .iter()
                .all(|case| case.outcome == TestOutcome::Failed)
        );
        assert_eq!(failed[0].prints, ["p"]);
        assert!(failed[1].prints.is_empty() && kept[0].prints.is_empty());
    }

    #[test]
    fn only_tests_that_ran_and_all_passed_let_a_version_come_into_force() {
        assert_eq!(summary(2, 0, 0).objection(), None);
        let objection = |summary: TestSummary| summary.objection().unwrap();
        assert_eq!(objection(summary(3, 1, 1)), "2 of its 5 tests did not pass");
        assert_eq!(objection(summary(0, 0, 1)), "its only test did not pass");
        assert_eq!(objection(summary(0, 0, 0)), "it has no test that ran");
        let only_skipped = TestSummary {
            skipped: 3,
            ..TestSummary::default()
        };
        assert_eq!(objection(only_skipped), "it has no test that ran");
        let stopped = TestSummary {
            error: Some("out of time".to_owned()),
            ..summary(2, 0, 0)
        };
        assert_eq!(objection(stopped), "its tests have no answer: out of time");
    }
}
