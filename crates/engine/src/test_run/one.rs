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
use crate::evaluation::{bounded_prints, detail, prepared};
use crate::rego::program::Definition;

/// What is said of a test without a value.
const UNDEFINED: &str = "the rule is undefined";

/// How much of a statement is shown, in characters.
const MAX_SHOWN: usize = 100;

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
        chart: &mut Chart,
        is_covered: bool,
        limits: &EvaluationLimits,
    ) {
        let start = Instant::now();
        let mut engine = self.engine(is_covered, limits);
        let answer = self.ask(&mut engine);
        case.duration_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let wordings = &self.compiled.unit.wordings;
        let prints = engine.take_prints().unwrap_or_default();
        case.prints = bounded_prints(prints, wordings, limits.print_bytes);
        let noted = test_cases::take();
        let hits = is_covered.then(|| Hits::of(&engine));
        if let Some(hits) = &hits {
            chart.add(hits);
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
        if self.ended_in_its_body(case) {
            let hits = hits.or_else(|| self.hits(limits));
            self.explain(case, chart, hits.as_ref());
        }
    }

    fn engine(&self, is_covered: bool, limits: &EvaluationLimits) -> Engine {
        clock::set(Moment::here());
        runtime::show(true);
        test_cases::take();
        let engine = &self.compiled.unit.engine;
        let mut engine = prepared(engine, &Value::Undefined, limits.timer);
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
        let mut engine = self.engine(true, limits);
        let answer = self.ask(&mut engine);
        test_cases::take();
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
