//! Calls of functions that are not there, or with another number of arguments.
//!
//! The engine reports these only when such a line runs, so a deny rule that is never reached in
//! the tests would be an error in production, and one behind a `not` might pass.

use domain::Problem;

use super::problem;
use crate::Network;
use crate::builtins::{self, Availability};
use crate::rego::path_text;
use crate::rego::program::{Call, Program, Target};
use crate::rego::relations;

pub(super) fn check(program: &Program, network: Network, problems: &mut Vec<Problem>) {
    for definition in &program.definitions {
        // The engine takes every call of that name for the built-in.
        if definition.arity.is_some() && definition.path.last().is_some_and(|name| name == "walk") {
            let message = "a function cannot be called `walk` here: choose another name";
            problems.push(problem(&definition.place, message.to_owned()));
        }
    }
    for call in program.calls() {
        if let Some(message) = captured(program, call) {
            problems.push(problem(&call.place, message));
            continue;
        }
        if relations::is_value(call) {
            problems.push(problem(
                &call.place,
                "`walk` cannot be part of an expression here: write `walk(x, [path, value])`, or \
                 `[path, value] := walk(x)` as a statement of its own"
                    .to_owned(),
            ));
            continue;
        }
        if call.target == Target::Other("opa.runtime".to_owned()) {
            let message = "policies do not see the server's environment: what `opa.runtime` says of it is empty";
            problems.push(problem(&call.place, message.to_owned()).warning());
        }
        let (name, arity) = match &call.target {
            Target::Function(path) => match program.functions.get(path) {
                Some(arity) => (path_text(path), *arity),
                None => continue,
            },
            Target::Other(name) => match builtins::availability(name) {
                Availability::Present { arity: Some(arity) } => (name.clone(), arity),
                Availability::Present { arity: None } => continue,
                Availability::Network if network == Network::Unreachable => (name.clone(), 1),
                Availability::Network => {
                    problems.push(problem(
                        &call.place,
                        format!(
                            "the built-in `{name}` is not available: policies cannot reach the network"
                        ),
                    ));
                    continue;
                }
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

/// Why a call of a function of the modules would be taken for another one, here or in OPA.
fn captured(program: &Program, call: &Call) -> Option<String> {
    let Target::Function(path) = &call.target else {
        return None;
    };
    let name = &call.written;
    // Template strings, members and operators are called by such names.
    let is_written_here = name.starts_with(builtins::OPERATORS);
    // A package below one's own is not in scope in OPA: there the built-in is meant.
    let is_below = name.contains('.')
        && program
            .packages
            .iter()
            .any(|(file, package)| *file == call.place.file && is_named(path, package, name));
    let is_builtin = builtins::availability(name) != Availability::Unknown;
    (is_written_here || is_below && is_builtin).then(|| {
        format!(
            "`{name}` is a built-in, and `{}` a function of that name: rename it",
            path_text(path)
        )
    })
}

/// Whether a path is a package's, with a name behind it.
fn is_named(path: &[String], package: &[String], name: &str) -> bool {
    path.strip_prefix(package)
        .is_some_and(|rest| rest.join(".") == name)
}
