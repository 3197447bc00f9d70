//! What cannot be put in place of a function.

use domain::Problem;

use super::problem;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    let replacements = program.definitions.iter();
    for one in replacements.flat_map(|definition| &definition.replacements) {
        let ((function, wanted), (by, arity)) = (&one.function, &one.by);
        let message = if arity != wanted {
            format!(
                "`{by}` takes {arity} arguments, and `{function}`, which it is to replace, {wanted}"
            )
        } else if one.is_builtin {
            format!("`{by}` cannot be put in place of a function here: write one that calls it")
        } else {
            continue;
        };
        problems.push(problem(&one.place, message));
    }
}
