//! `portcullis test`: runs the rules whose name begins with `test_`, as `opa test` does.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use domain::Problem;
use regorus::Value;
use serde::{Deserialize, Serialize};

use crate::EvaluationLimits;
use crate::builtins::clock::{self, Moment};
use crate::bundle::extension;
use crate::compile::{Compiled, compile, parse};
use crate::data::{self, DataFiles};
use crate::evaluation::{bounded_prints, detail, prepared};
use crate::manifest::is_manifest;
use crate::rego::path_text;
use crate::rego::program::Definition;

/// What became of the tests of a folder.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TestReport {
    /// Every test, by file and line.
    pub cases: Vec<TestCase>,
    /// Why the folder does not load; no test ran when one is an error.
    pub problems: Vec<Problem>,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// What it printed.
    pub prints: Vec<String>,
}

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// The rule was true.
    Passed,
    /// The rule was false or undefined.
    Failed,
    /// The rule has no answer.
    Errored,
    /// Its name begins with `todo_test_`.
    Skipped,
}

/// Runs every test of `files`: all modules and all JSON and YAML files together, each data file
/// rooted at its folder, as OPA loads folders.
///
/// A folder that holds a manifest is loaded on its own, because that is how its policies are
/// evaluated, and because their mock data would otherwise collide (scalr-input.md §6).
pub fn run_tests(files: &BTreeMap<String, Vec<u8>>, limits: &EvaluationLimits) -> TestReport {
    let mut problems = Vec::new();
    let mut loaded = Vec::new();
    for (root, files) in by_root(files) {
        loaded.extend(load(&root, &files, &mut problems));
    }
    problems.sort();
    problems.dedup();
    let mut cases = Vec::new();
    if !problems.iter().any(Problem::is_error) {
        for compiled in &loaded {
            cases.extend(run(compiled, limits));
        }
        cases.sort_by(|left, right| (&left.file, left.line).cmp(&(&right.file, right.line)));
    }
    TestReport { cases, problems }
}

type Files = BTreeMap<String, Vec<u8>>;

/// Files by the innermost folder with a manifest that holds them; its path ends in a slash, and is
/// empty for the whole.
fn by_root(files: &Files) -> BTreeMap<String, Files> {
    let roots: BTreeSet<&str> = files
        .keys()
        .filter(|path| is_manifest(path))
        .map(|path| path.rfind('/').map_or("", |slash| &path[..=slash]))
        .collect();
    let mut units: BTreeMap<String, Files> = BTreeMap::new();
    for (path, content) in files {
        let root = roots.iter().rev().filter(|root| path.starts_with(**root));
        let root = root.max_by_key(|root| root.len()).copied().unwrap_or("");
        units
            .entry(root.to_owned())
            .or_default()
            .insert(path.clone(), content.clone());
    }
    units
}

fn load(root: &str, files: &Files, problems: &mut Vec<Problem>) -> Option<Compiled> {
    let rego = files
        .iter()
        .filter(|(path, _)| extension(path) == Some("rego"));
    let count = rego.clone().count();
    if count == 0 {
        return None;
    }
    let sources = parse(
        rego.map(|(path, content)| (path.as_str(), content.as_slice())),
        problems,
    );
    let relative: Files = files
        .iter()
        .map(|(path, content)| (path[root.len()..].to_owned(), content.clone()))
        .collect();
    let mut data_problems = Vec::new();
    let data = data::load(&relative, DataFiles::All, &mut data_problems);
    for problem in data_problems {
        let file = problem.file.clone().unwrap_or_default();
        // Files that only look like data, such as two plans side by side, are left out aloud.
        let problem = if data::is_data(&file, DataFiles::Bundle) {
            problem
        } else {
            problem.warning()
        };
        problems.push(Problem {
            file: Some(format!("{root}{file}")),
            ..problem
        });
    }
    if sources.len() != count {
        return None;
    }
    compile(&sources, &data, false, problems)
}

fn run(compiled: &Compiled, limits: &EvaluationLimits) -> Vec<TestCase> {
    let mut seen: BTreeMap<&[String], usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for definition in &compiled.program.definitions {
        let name = definition.path.last().map_or("", String::as_str);
        let is_skipped = name.starts_with("todo_test_");
        let is_test = is_skipped || name.starts_with("test_");
        if !is_test || definition.is_default || definition.arity.is_some() {
            continue;
        }
        let index = seen.entry(&definition.path).or_default();
        let mut name = path_text(&definition.path);
        if *index > 0 {
            name = format!("{name}#{index:02}");
        }
        *index += 1;
        let mut case = TestCase {
            name,
            file: definition.place.file.clone(),
            line: Some(definition.place.line),
            outcome: TestOutcome::Skipped,
            duration_us: 0,
            message: None,
            prints: Vec::new(),
        };
        if !is_skipped {
            run_one(compiled, definition, limits, &mut case);
        }
        cases.push(case);
    }
    cases
}

fn run_one(
    compiled: &Compiled,
    definition: &Definition,
    limits: &EvaluationLimits,
    case: &mut TestCase,
) {
    let start = Instant::now();
    clock::set(Moment::here());
    let mut engine = prepared(&compiled.unit.engine, &Value::Undefined, limits.timer);
    let answer = engine.eval_rule_in_module(&definition.module, &definition.rule, false);
    case.duration_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    case.prints = bounded_prints(engine.take_prints().unwrap_or_default(), limits.print_bytes);
    let data = match answer {
        Ok(data) => data,
        Err(error) => {
            let detail = detail(&error, &compiled.unit.wordings, limits);
            let place = Problem {
                file: detail.file,
                line: detail.line,
                column: detail.column,
                message: detail.message,
                ..Problem::default()
            };
            case.outcome = TestOutcome::Errored;
            case.message = Some(place.to_string());
            return;
        }
    };
    let mut value = &data;
    for part in &definition.path {
        value = &value[part.as_str()];
    }
    case.outcome = TestOutcome::Failed;
    match value {
        Value::Bool(true) => case.outcome = TestOutcome::Passed,
        Value::Undefined => case.message = Some("the rule is undefined".to_owned()),
        Value::Bool(false) => case.message = Some("the rule is false".to_owned()),
        _ => case.message = Some("the rule is neither true nor false".to_owned()),
    }
}
