//! Keywords as names that could not be written as paths (`rego/keywords.rs`).

use domain::Problem;

use super::problem;
use crate::rego::keywords::keyword;
use crate::rego::path_text;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for definition in &program.definitions {
        for part in &definition.path {
            if let Some(keyword) = keyword(part) {
                let message = format!(
                    "behind the keyword `{keyword}` a rule's name must go on with a name that is no keyword"
                );
                problems.push(problem(&definition.place, message));
            }
        }
        for one in &definition.uses {
            if let Some(keyword) = keyword(&one.name) {
                let mut path = crate::rego::packages::package_of(&definition.module);
                path.push(keyword.to_owned());
                let message = format!(
                    "`{keyword}` is a keyword: only a statement can begin with it as the name of a rule of \
                     this package; write `{}`",
                    path_text(&path)
                );
                problems.push(problem(&one.place, message));
            }
        }
    }
}
