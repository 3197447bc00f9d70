//! Packages of which some files are written in v0 and some in v1, where they are read as a whole.
//!
//! They cannot be one module, and of several the engine evaluates only the first rightly
//! (`rego/packages.rs`). One rule of theirs, read by its name, is right.

use domain::Problem;

use super::problem;
use crate::rego::path_text;
use crate::rego::program::Program;

pub(crate) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for reference in program.definitions.iter().flat_map(|one| &one.references) {
        let parts = reference.parts.iter().cloned();
        let named: Vec<String> = parts.map_while(|part| part).collect();
        if let Some(message) = hidden(program, &named) {
            problems.push(problem(&reference.place, message));
        }
    }
}

/// Why what is asked by this path would lack a part.
pub(crate) fn hidden(program: &Program, path: &[String]) -> Option<String> {
    let mut divided = program.divided.iter();
    let package = divided.find(|package| package.starts_with(path))?;
    Some(format!(
        "the package `{}` cannot be read as a whole: some of its files are written in Rego v0 and some \
         in v1; write all of them in one",
        path_text(package)
    ))
}
