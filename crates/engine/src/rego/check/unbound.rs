//! Names in a rule's head that nothing gives a value.
//!
//! `deny contains msg if input.bad`, with the line that makes `msg` forgotten: the engine reports
//! it when the body succeeds, so the policy passes every plan but the one that it is for.

use domain::Problem;

use super::problem;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for (name, place) in program
        .definitions
        .iter()
        .flat_map(|definition| &definition.unbound)
    {
        problems.push(problem(place, unsafe_variable(name)));
    }
}

/// What is wrong with a variable that has no value.
pub(crate) fn unsafe_variable(name: &str) -> String {
    format!("variable `{name}` is unsafe: nothing gives it a value")
}
