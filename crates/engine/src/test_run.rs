//! `portcullis test`: runs the rules whose name begins with `test_`, as `opa test` does.

mod one;
mod roots;
mod subcases;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::{Coverage, Problem, TestCase, TestOutcome, TestReport};
use regex::Regex;
use serde::{Deserialize, Serialize};

use self::one::Session;
use self::roots::{by_root, load};
use crate::compile::Compiled;
use crate::coverage::Chart;
use crate::rego::{empties, path_text};
use crate::{Dialect, EvaluationLimits};

/// Which tests are run, and what is reported of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestOptions {
    /// A regular expression that the whole name of a test, `data.example.test_x`, is to match
    /// somewhere; `None` for every test.
    pub run: Option<String>,
    /// Whether it is reported which lines were evaluated.
    pub coverage: bool,
    /// The dialect that the author of the files declared; without one each says itself which it is.
    #[serde(default)]
    pub dialect: Option<Dialect>,
}

type Files = BTreeMap<String, Vec<u8>>;

/// Files that stand together, compiled.
struct Loaded {
    compiled: Compiled,
    chart: Chart,
}

/// Runs the tests of `files`: all modules and all JSON and YAML files together, each data file
/// rooted at its folder, as OPA loads folders.
///
/// A folder that holds a manifest is loaded on its own, because that is how its policies are
/// evaluated, and because their mock data would otherwise collide (scalr-input.md §6).
///
/// Of `limits`, the timer is for one test and `check` for all of them: a test that it leaves no time
/// for is errored.
pub fn run_tests(
    files: &BTreeMap<String, Vec<u8>>,
    options: &TestOptions,
    limits: &EvaluationLimits,
) -> TestReport {
    let clock = RunClock {
        start: Instant::now(),
        limits,
    };
    let mut problems = Vec::new();
    let wanted = match options.run.as_deref().map(Regex::new).transpose() {
        Ok(wanted) => wanted,
        Err(error) => {
            problems.push(Problem::bundle(format!(
                "the pattern for names of tests is no regular expression: {error}"
            )));
            None
        }
    };
    let mut loaded = Vec::new();
    for (root, files) in by_root(files) {
        loaded.extend(load(&root, &files, options.dialect, &mut problems));
    }
    problems.sort();
    problems.dedup();
    let mut report = TestReport {
        problems,
        ..TestReport::default()
    };
    if report.refusal().is_some() {
        return report;
    }
    let mut coverage = Coverage::default();
    for loaded in &mut loaded {
        report
            .cases
            .extend(run(loaded, wanted.as_ref(), options, &clock));
        coverage.files.extend(loaded.chart.coverage().files);
    }
    let cases = &mut report.cases;
    cases.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    report.coverage = options.coverage.then_some(coverage);
    report
}

/// The time of a run.
struct RunClock<'l> {
    start: Instant,
    limits: &'l EvaluationLimits,
}

impl RunClock<'_> {
    /// What the next test may take; `None` when no time is left. A tenth of it all is kept for the
    /// answer.
    fn next(&self) -> Option<EvaluationLimits> {
        let mut limits = self.limits.clone();
        if let Some(all) = limits.check {
            let left = (all * 9 / 10).saturating_sub(self.start.elapsed());
            limits.timer = limits.timer.min(left);
        }
        limits.check = None;
        (limits.timer > Duration::ZERO).then_some(limits)
    }
}

fn is_test(name: &str) -> bool {
    name.starts_with("test_")
}

fn is_skipped(name: &str) -> bool {
    name.starts_with("todo_test_")
}

fn run(
    loaded: &mut Loaded,
    wanted: Option<&Regex>,
    options: &TestOptions,
    clock: &RunClock<'_>,
) -> Vec<TestCase> {
    let Loaded { compiled, chart } = loaded;
    let mut session = Session::new(chart, options.coverage);
    let mut seen: BTreeMap<&[String], usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for definition in &compiled.program.definitions {
        let package = crate::rego::packages::package_of(&definition.module).len();
        let Some(path) = subcases::test_path(&definition.path, package) else {
            continue;
        };
        if definition.is_default || definition.arity.is_some() || empties::is_ours(definition) {
            continue;
        }
        let mut name = path_text(path);
        let index = seen.entry(path).or_default();
        *index += 1;
        if *index > 1 {
            name = format!("{name}#{:02}", *index - 1);
        }
        if wanted.is_some_and(|wanted| !wanted.is_match(&name)) {
            continue;
        }
        let mut case = TestCase {
            name,
            file: definition.place.file.clone(),
            line: Some(definition.place.line),
            outcome: TestOutcome::Skipped,
            duration_us: 0,
            message: None,
            failed_at: None,
            subcases: Vec::new(),
            prints: Vec::new(),
        };
        if !path.last().is_some_and(|name| is_skipped(name)) {
            let subject = one::Subject {
                compiled,
                definition,
                path,
            };
            if let Some(limits) = clock.next() {
                subject.run(&mut case, &mut session, &limits);
            } else {
                case.outcome = TestOutcome::Errored;
                case.message = Some("not run: the time limit was used up before it".to_owned());
            }
        }
        cases.push(case);
    }
    session.end();
    cases
}
