//! What became of a case.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use engine::{Bindings, EvaluationLimits, NoAnswer, Query, QueryInput, query};

use crate::case::Case;
use crate::compare::{nearly_same_results, same_results};

/// Longer than any case takes that ends at all.
const PATIENCE: Duration = Duration::from_secs(3);

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// As OPA has it.
    Same,
    /// Not accepted, although OPA does: the safe way to miss.
    Refused(String),
    /// Evaluated to an error, although OPA has a value: safe too.
    Failed(String),
    /// A value that OPA does not have: the one that must not be.
    Wrong(String),
    /// The same, but for digits of numbers that 53 bits do not hold. It must not be either, and cannot be
    /// avoided where OPA computes with 64 bits.
    Rounded(String),
}

/// Runs a case.
pub(crate) fn outcome(case: &Case) -> Outcome {
    let content = &case.content;
    let term = content.input_term.as_deref().map(QueryInput::Term);
    let json = || Some(QueryInput::Json(content.input.as_ref()?.get()));
    let asked = Query {
        text: &content.query,
        modules: &content.modules,
        dialect: case.dialect,
        data: content.data.as_ref().map(|data| data.get()),
        input: term.or_else(json),
        strict: content.strict_error,
    };
    let limits = EvaluationLimits {
        timer: PATIENCE,
        ..EvaluationLimits::default()
    };
    let answer = catch_unwind(AssertUnwindSafe(|| query(&asked, &limits)));
    match answer {
        Ok(answer) => judge(case, answer),
        Err(panic) => {
            let said = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            // The sandbox turns a child that ends so into an error.
            judge(
                case,
                Err(NoAnswer::Failed(format!("panic: {}", said.unwrap_or("?")))),
            )
        }
    }
}

fn judge(case: &Case, answer: Result<Vec<Bindings>, NoAnswer>) -> Outcome {
    match (answer, case.wants_error()) {
        (Err(_), true) => Outcome::Same,
        (Ok(got), true) => {
            let wanted = case.content.want_error.as_deref();
            let wanted = wanted.or(case.content.want_error_code.as_deref());
            Outcome::Wrong(format!(
                "{} instead of an error: {}",
                shown(&got),
                wanted.unwrap_or_default()
            ))
        }
        (Ok(mut got), false) => {
            if case.content.ignore_generated_vars {
                for bindings in &mut got {
                    bindings.retain(|name, _| !name.starts_with("__"));
                }
            }
            match case.wanted() {
                Some(wanted) if same_results(&got, &wanted, case.content.sort_bindings) => {
                    Outcome::Same
                }
                Some(wanted) if nearly_same_results(&got, &wanted, case.content.sort_bindings) => {
                    Outcome::Rounded(format!("{} instead of {}", shown(&got), shown(&wanted)))
                }
                Some(wanted) => {
                    Outcome::Wrong(format!("{} instead of {}", shown(&got), shown(&wanted)))
                }
                None => Outcome::Wrong(format!("{} instead of a number too large", shown(&got))),
            }
        }
        (Err(NoAnswer::Refused(problems)), false) => {
            let first = problems.first().map(|problem| problem.message.clone());
            Outcome::Refused(first.unwrap_or_default())
        }
        (Err(NoAnswer::Failed(message)), false) => Outcome::Failed(message),
    }
}

fn shown(results: &[Bindings]) -> String {
    match results {
        [] => "undefined".to_owned(),
        results => serde_json::to_string(results).unwrap_or_default(),
    }
}
