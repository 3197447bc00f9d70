//! `not { … }` with a body, which `import future.keywords.not` switches on in OPA (1.20).
//!
//! The engine reads the braces as a set, which is never false: the rule around it would not fire. With
//! that import OPA also gives names that get their value inside of `not` a scope of their own.

use domain::Problem;
use regorus::unstable::Module;

use super::problem;
use crate::rego::program::Program;
use crate::rego::walk::chain;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
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
            let message = "`not` with a body in braces is not supported: give the body to a rule of \
                           its own, and negate that";
            problems.push(problem(place, message.to_owned()));
        }
    }
}

/// What a module imports of `future.keywords` that switches `not` on: that keyword, or all of them.
fn keyword_imports(module: &Module) -> Vec<Option<String>> {
    let imports = module.imports.iter();
    let keywords = imports.filter_map(|import| match chain(&import.refr)? {
        (root, parts) if root == "future" => Some(parts.into_iter().flatten().collect::<Vec<_>>()),
        _ => None,
    });
    keywords
        .filter_map(|parts| match &parts[..] {
            [keywords] if keywords == "keywords" => Some(None),
            [keywords, name] if keywords == "keywords" && name == "not" => Some(Some(name.clone())),
            _ => None,
        })
        .collect()
}
