//! Calls of functions that are not there, or with another number of arguments.
//!
//! The engine reports these only when such a line runs, so a deny rule that is never reached in
//! the tests would be an error in production, and one behind a `not` might pass.

use domain::Problem;

use super::problem;
use crate::builtins::{self, Availability};
use crate::rego::path_text;
use crate::rego::program::{Program, Target};

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for call in program
        .definitions
        .iter()
        .flat_map(|definition| &definition.calls)
    {
        let (name, arity) = match &call.target {
            Target::Function(path) => match program.functions.get(path) {
                Some(arity) => (path_text(path), *arity),
                None => continue,
            },
            Target::Other(name) => match builtins::availability(name) {
                Availability::Present { arity: Some(arity) } => (name.clone(), arity),
                Availability::Present { arity: None } => continue,
                Availability::Refused { reason } => {
                    problems.push(problem(
                        &call.place,
                        format!("the built-in `{name}` is not available: {reason}"),
                    ));
                    continue;
                }
                Availability::Unknown => {
                    problems.push(problem(
                        &call.place,
                        format!("there is no function `{name}`"),
                    ));
                    continue;
                }
            },
        };
        // One more is the old way to name the result: `count(x, n)`.
        if call.arguments != arity && call.arguments != arity + 1 {
            problems.push(problem(
                &call.place,
                format!("`{name}` takes {arity} arguments, not {}", call.arguments),
            ));
        }
    }
}
