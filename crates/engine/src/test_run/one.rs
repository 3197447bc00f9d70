//! Running one test.

use std::time::Instant;

use domain::{Problem, TestCase, TestOutcome};
use regorus::unstable::{Expr, Rule, RuleHead};
use regorus::{Engine, Value};

use super::subcases::{has_cases, subcases};
use crate::EvaluationLimits;
use crate::builtins::clock::{self, Moment};
use crate::builtins::runtime;
use crate::builtins::test_cases;
use crate::compile::Compiled;
use crate::coverage::{Chart, Hits};
use crate::evaluation::{bounded_prints, detail, prepare};
use crate::rego::program::Definition;

/// What is said of a test without a value.
const UNDEFINED: &str = "the rule is undefined";

/// How much of a statement is shown, in characters.
const MAX_SHOWN: usize = 100;

/// How many tests of a folder are run once more to say at which line they ended.
const MAX_EXPLAINED: usize = 100;

/// What the tests of one folder share.
pub(super) struct Session<'a> {
    chart: &'a mut Chart,
    is_covered: bool,
    /// The engine that runs them one after another and remembers where it was.
    covering: Option<Engine>,
    explained: usize,
}

impl<'a> Session<'a> {
    pub(super) fn new(chart: &'a mut Chart, is_covered: bool) -> Self {
        Self {
            chart,
            is_covered,
            covering: None,
            explained: 0,
        }
    }

    /// Takes note of the lines where its engine was.
    pub(super) fn end(&mut self) {
        if let Some(engine) = self.covering.take() {
            self.chart.add(&Hits::of(&engine));
        }
    }
}

/// A test and what it is of.
pub(super) struct Subject<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) definition: &'a Definition,
    /// Its path behind `data`, up to its name.
    pub(super) path: &'a [String],
}

impl Subject<'_> {
    /// Runs it and writes what became of it into `case`.
    pub(super) fn run(
        &self,
        case: &mut TestCase,
        session: &mut Session<'_>,
        limits: &EvaluationLimits,
    ) {
        let start = Instant::now();
        let mut engine = self.engine(session.covering.take(), session.is_covered, limits);
        let answer = self.ask(&mut engine);
        case.duration_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let wordings = &self.compiled.unit.wordings;
        let prints = engine.take_prints().unwrap_or_default();
        case.prints = bounded_prints(prints, wordings, limits.print_bytes);
        let noted = test_cases::end();
        session.covering = session.is_covered.then_some(engine);
        if answer.is_err() {
            // What an error left in the engine is nobody else's.
            session.end();
        }
        match answer {
            Ok(value) => self.judge(&value, &noted, case),
            Err(error) => {
                let detail = detail(&error, wordings, limits);
                let place = Problem {
                    file: detail.file,
                    line: detail.line,
                    column: detail.column,
                    message: detail.message,
                    ..Problem::default()
                };
                case.outcome = TestOutcome::Errored;
                case.message = Some(place.to_string());
            }
        }
        if self.ended_in_its_body(case) && session.explained < MAX_EXPLAINED {
            session.explained += 1;
            let hits = self.hits(limits);
            self.explain(case, session.chart, hits.as_ref());
        }
    }

    /// The engine that is given, or a fresh one, ready for a test.
    fn engine(&self, given: Option<Engine>, is_covered: bool, limits: &EvaluationLimits) -> Engine {
        clock::set(Moment::here());
        runtime::show(true);
        test_cases::begin();
        let mut engine = given.unwrap_or_else(|| self.compiled.unit.engine.clone());
        prepare(&mut engine, &Value::Undefined, limits.timer);
        engine.set_enable_coverage(is_covered);
        engine
    }

    fn ask(&self, engine: &mut Engine) -> anyhow::Result<Value> {
        let Definition { module, rule, .. } = self.definition;
        let data = engine.eval_rule_in_module(module, rule, false)?;
        let mut value = &data;
        for part in self.path {
            value = &value[part.as_str()];
        }
        Ok(value.clone())
    }

    fn judge(&self, value: &Value, noted: &[Value], case: &mut TestCase) {
        case.outcome = TestOutcome::Failed;
        let is_partial = has_cases(&self.definition.rule);
        match value {
            Value::Bool(true) => case.outcome = TestOutcome::Passed,
            value if is_partial && (value.as_object().is_ok() || !noted.is_empty()) => {
                let (cases, passed) = subcases(value, noted);
                if passed {
                    case.outcome = TestOutcome::Passed;
                } else {
                    let bad = cases.iter().filter(|case| !case.passed).count();
                    let all = cases.len();
                    case.message = Some(format!("{bad} of {all} cases did not hold"));
                }
                case.subcases = cases;
            }
            Value::Undefined => case.message = Some(UNDEFINED.to_owned()),
            Value::Bool(false) => case.message = Some("the rule is false".to_owned()),
            _ => case.message = Some("the rule is neither true nor false".to_owned()),
        }
    }

    /// Whether it failed because one of its statements did not hold: it is undefined, and not for its
    /// value.
    fn ended_in_its_body(&self, case: &TestCase) -> bool {
        let is_constant = match self.definition.rule.as_ref() {
            Rule::Spec {
                head: RuleHead::Compr { assign, .. },
                ..
            } => assign
                .as_ref()
                .is_none_or(|assign| matches!(assign.value.as_ref(), Expr::Bool { .. })),
            _ => false,
        };
        is_constant && case.message.as_deref() == Some(UNDEFINED)
    }

    /// Which lines are evaluated, found by running it once more.
    fn hits(&self, limits: &EvaluationLimits) -> Option<Hits> {
        let mut engine = self.engine(None, true, limits);
        let answer = self.ask(&mut engine);
        test_cases::end();
        answer.ok().map(|_| Hits::of(&engine))
    }

    /// Says at which statement an undefined rule ended.
    fn explain(&self, case: &mut TestCase, chart: &Chart, hits: Option<&Hits>) {
        let rule = self.definition.rule.span();
        let text = rule.source.file();
        let ended = hits.and_then(|hits| chart.ended_at(text, rule.start as usize, hits));
        let wording = self.compiled.unit.wordings.get(text);
        let (Some((file, offset)), Some(wording)) = (ended, wording) else {
            return;
        };
        let Some((before, rest)) = wording
            .written(file)
            .and_then(|text| text.split_at_checked(offset))
        else {
            return;
        };
        let line = before.matches('\n').count() + 1;
        let shown = rest.lines().next().unwrap_or_default().trim();
        let shown: String = shown.chars().take(MAX_SHOWN).collect();
        case.failed_at = u32::try_from(line).ok();
        case.message = Some(format!("line {line} does not hold: {shown}"));
    }
}
