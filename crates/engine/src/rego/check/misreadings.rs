//! What the engine takes for something else than OPA does.

use std::collections::BTreeSet;

use domain::Problem;
use regorus::unstable::{Expr, Ref, Rule, RuleHead};

use super::problem;
use crate::rego::defaults;
use crate::rego::patterns::has_named_key;
use crate::rego::program::{Definition, Mistake, Program};
use crate::rego::walk::own_names;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    for definition in &program.definitions {
        for (name, place, mistake) in &definition.mistaken {
            let other = match mistake {
                Mistake::Rule => "a rule of its package",
                Mistake::Outer => "a name outside of where it is declared",
            };
            problems.push(problem(
                place,
                format!(
                    "`{name}` is taken for {other}, which has that name too: rename one of them"
                ),
            ));
        }
        for (place, message) in &definition.misread {
            problems.push(problem(place, (*message).to_owned()));
        }
        if defaults::is_lost(definition) {
            problems.push(problem(
                &definition.place,
                "a default is not found by a name with such a part in brackets: give it a name with dots"
                    .to_owned(),
            ));
        }
        if let Some(name) = repeated_argument(definition) {
            problems.push(problem(
                &definition.place,
                format!(
                    "the argument `{name}` is named twice: the engine would not compare the two"
                ),
            ));
        }
        if arguments(definition)
            .iter()
            .any(|argument| has_named_key(argument))
        {
            problems.push(problem(
                &definition.place,
                "a name cannot be the key of an object among the arguments: take the object apart in the \
                 body"
                    .to_owned(),
            ));
        }
        for place in &definition.any_package {
            problems.push(problem(
                place,
                "packages cannot be gone through behind `data`: name them".to_owned(),
            ));
        }
    }
}

fn arguments(definition: &Definition) -> &[Ref<Expr>] {
    match definition.rule.as_ref() {
        Rule::Spec {
            head: RuleHead::Func { args, .. },
            ..
        }
        | Rule::Default { args, .. } => args,
        Rule::Spec { .. } => &[],
    }
}

/// A name that a function has in more than one of its arguments.
fn repeated_argument(definition: &Definition) -> Option<String> {
    let mut seen = BTreeSet::new();
    for argument in arguments(definition) {
        let mut names = Vec::new();
        own_names(argument, &mut names);
        let own: BTreeSet<&str> = names.iter().map(|name| name.span().text()).collect();
        for name in own.into_iter().filter(|name| *name != "_") {
            if !seen.insert(name.to_owned()) {
                return Some(name.to_owned());
            }
        }
    }
    None
}
