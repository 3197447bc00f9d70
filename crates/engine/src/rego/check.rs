//! Checks that OPA's compiler makes and the engine's does not, as far as one of them changes an
//! answer or lets a policy crash whoever evaluates it.

mod calls;
mod data_paths;
pub(crate) mod divided;
mod imports;
mod keywords;
mod misreadings;
mod negations;
pub(crate) mod overlaps;
mod recursion;
mod references;
mod replacements;
pub(crate) mod unbound;

use domain::Problem;
use regorus::Value;

use super::program::{Place, Program};
use crate::Network;

/// Everything that is wrong with a program over its data.
pub(crate) fn check(program: &Program, data: &Value, network: Network) -> Vec<Problem> {
    let mut problems = Vec::new();
    calls::check(program, network, &mut problems);
    recursion::check(program, &mut problems);
    data_paths::check(program, data, &mut problems);
    references::check(program, data, &mut problems);
    unbound::check(program, &mut problems);
    overlaps::check(program, &mut problems);
    negations::check(program, &mut problems);
    imports::check(program, &mut problems);
    keywords::check(program, &mut problems);
    divided::check(program, &mut problems);
    replacements::check(program, &mut problems);
    misreadings::check(program, &mut problems);
    problems
}

fn problem(place: &Place, message: String) -> Problem {
    Problem::in_file(&place.file, message).at(place.line, place.column)
}
