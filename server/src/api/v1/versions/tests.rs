//! `GET …/policy-sets/{policy_set}/versions/{number}/tests`, and tests in versions.

use axum::extract::State;
use domain::percent;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::path::OfVersion;
use super::super::{Answer, Authenticated, Json, Path};
use super::Problem;
use crate::coverage_document::CoverageDocument;
use crate::state::AppState;

/// What became of the unit tests of a version, in numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TestSummary {
    /// Tests that passed.
    passed: u32,
    /// Tests that failed.
    failed: u32,
    /// Tests without an answer.
    errored: u32,
    /// Tests that are not run, because their name begins with `todo_test_`.
    skipped: u32,
    /// Why the tests as a whole have no answer.
    error: Option<String>,
    /// The share of lines that the tests evaluated, in percent; null when no test ran.
    coverage: Option<f64>,
}

impl From<domain::TestSummary> for TestSummary {
    fn from(tests: domain::TestSummary) -> Self {
        let (covered, not_covered) = (tests.covered_lines, tests.not_covered_lines);
        Self {
            coverage: (covered + not_covered > 0).then(|| percent(covered, not_covered)),
            passed: tests.passed,
            failed: tests.failed,
            errored: tests.errored,
            skipped: tests.skipped,
            error: tests.error,
        }
    }
}

/// What became of the unit tests of a version, one by one.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Tests {
    /// The tests, by file and line: as many as are kept, those that did not pass before others.
    cases: Vec<TestCase>,
    /// What was found when the tests were loaded.
    problems: Vec<Problem>,
    /// Which lines they evaluated.
    coverage: Option<CoverageDocument>,
}

/// One test.
#[derive(Debug, Serialize, ToSchema)]
struct TestCase {
    /// Its whole name, `data.example.test_x`.
    name: String,
    /// The file it stands in.
    file: String,
    /// The line it stands at.
    line: Option<u32>,
    /// `passed`, `failed`, `errored` or `skipped`.
    outcome: &'static str,
    /// Time in microseconds.
    duration_us: u64,
    /// Why it failed or errored.
    message: Option<String>,
    /// The line that did not hold, when it failed at one.
    failed_at: Option<u32>,
    /// The cases of a test that is written as `test_x[case] if …`.
    subcases: Vec<Subcase>,
    /// What it printed; not kept of tests that passed.
    prints: Vec<String>,
}

/// One case of a test that has several.
#[derive(Debug, Serialize, ToSchema)]
struct Subcase {
    /// Its name.
    name: String,
    /// Whether it held.
    passed: bool,
}

impl From<domain::TestCase> for TestCase {
    fn from(case: domain::TestCase) -> Self {
        let subcases = case.subcases.into_iter();
        let subcases = subcases.map(|domain::Subcase { name, passed }| Subcase { name, passed });
        Self {
            name: case.name,
            file: case.file,
            line: case.line,
            outcome: case.outcome.as_str(),
            duration_us: case.duration_us,
            message: case.message,
            failed_at: case.failed_at,
            subcases: subcases.collect(),
            prints: case.prints,
        }
    }
}

/// Shows what became of the unit tests of a version, one by one.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions/{number}/tests",
    tag = "versions", params(OfVersion),
    responses((status = 200, description = "The tests", body = Tests))
)]
pub(in super::super) async fn version_tests(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfVersion>,
) -> Answer<Tests> {
    let report = state
        .services
        .version_tests(&caller, &at.organization, &at.policy_set, at.number)
        .await?;
    Ok(Json(Tests {
        coverage: report.coverage.as_ref().map(Into::into),
        cases: report.cases.into_iter().map(Into::into).collect(),
        problems: report.problems.into_iter().map(Into::into).collect(),
    }))
}
