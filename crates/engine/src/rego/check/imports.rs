//! Imports that cannot be written out (`rego/imports.rs`).

use domain::Problem;

use super::problem;
use crate::rego::imports::is_document;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for import in program.imports.iter().filter(|one| is_document(one)) {
        let (root, alias) = (&import.root, &import.alias);
        problems.push(problem(
            &import.place,
            format!(
                "`{alias}` cannot be imported here: where it is used, `{root}` or `{alias}` may be a \
                 local name; give the local name another one"
            ),
        ));
    }
}
