//! What cannot be negated.
//!
//! `not input.l[_]`: no element is meant, or some? OPA refuses it; the engine has it mean the first.
//!
//! `not {1} == x`: with `import future.keywords.not` the braces are a body, which holds no value. With that
//! import OPA also gives names that get their value inside of `not` a scope of their own.

use domain::Problem;

use super::problem;
use crate::rego::negations::keyword_imports;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for place in program
        .definitions
        .iter()
        .flat_map(|definition| &definition.negated_wildcards)
    {
        let message = "variable `_` is unsafe: nothing inside of `not` gives it a value; ask in a rule of \
                       its own, and negate that";
        problems.push(problem(place, message.to_owned()));
    }
    for definition in &program.definitions {
        let imports = keyword_imports(&definition.module);
        for place in definition
            .negated_bindings
            .iter()
            .filter(|_| imports.contains(&Some("not".to_owned())))
        {
            let message = "`not` of `=` or `:=` is not supported beside `import future.keywords.not`: \
                           compare with `==`";
            problems.push(problem(place, message.to_owned()));
        }
        // Where nothing is imported the braces are a set in OPA too.
        for place in definition
            .negated_braces
            .iter()
            .filter(|_| !imports.is_empty())
        {
            let message = "`not` with a body in braces holds statements: put a value in parentheses, or \
                           negate it in a rule of its own";
            problems.push(problem(place, message.to_owned()));
        }
    }
}
