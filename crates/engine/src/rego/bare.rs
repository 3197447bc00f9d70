//! Words of v1 in a source of v0, where the engine finds rules that nobody wrote.
//!
//! Without the imports that make keywords of them, `deny contains 1 if { true }` is, to the engine, a rule
//! `deny` that is true, and more of them. OPA reads a statement without a body as a member of a partial set,
//! `p[1]`, and nothing else (`ParseRuleFromExpr`).

use regorus::unstable::{Module, Rule, RuleHead};

use super::extent::expr_range;
use super::place::Located;
use super::program::Place;
use super::walk::{chain, chain_parts, chain_root};

/// The first of a module.
pub(super) fn find(module: &Module) -> Option<Located> {
    let has_contains = module.imports.iter().any(|import| {
        let Some((root, parts)) = chain(&import.refr) else {
            return false;
        };
        let path: Vec<String> = std::iter::once(root)
            .chain(parts.into_iter().flatten())
            .collect();
        ["future.keywords", "future.keywords.contains", "rego.v1"]
            .contains(&path.join(".").as_str())
    });
    let mut rules = module.policy.iter();
    rules.find_map(|rule| name_alone(rule).or_else(|| contains(rule).filter(|_| !has_contains)))
}

/// A head with `contains`, where that is no keyword.
fn contains(rule: &Rule) -> Option<Located> {
    let Rule::Spec {
        head: RuleHead::Set {
            refr,
            key: Some(key),
            ..
        },
        ..
    } = rule
    else {
        return None;
    };
    let text = key.span().source.contents();
    let between = text.get(expr_range(refr).end..expr_range(key).start)?;
    let place = Place::of(chain_root(refr).span());
    between.trim().ends_with("contains").then(|| {
        located(
            &place,
            "`contains` is no keyword of v0: import `future.keywords.contains`, or `rego.v1`"
                .to_owned(),
        )
    })
}

fn located(place: &Place, message: String) -> Located {
    Located {
        file: Some(place.file.clone()),
        line: Some(place.line),
        column: Some(place.column),
        message,
    }
}

/// A rule that is nothing but a name.
fn name_alone(rule: &Rule) -> Option<Located> {
    let Rule::Spec {
        head: RuleHead::Compr {
            refr, assign: None, ..
        },
        bodies,
        ..
    } = rule
    else {
        return None;
    };
    if !bodies.is_empty() {
        return None;
    }
    let what = if chain_parts(refr).is_empty() {
        "var"
    } else {
        "ref"
    };
    let place = Place::of(chain_root(refr).span());
    Some(located(
        &place,
        format!(
            "{what} cannot be used for rule name: a rule has a value or a body (`if` is a keyword of v0 \
             where `import future.keywords.if` or `import rego.v1` says so)"
        ),
    ))
}
