//! Defaults whose names have parts in brackets, `default p["a"] := 1`.
//!
//! The engine does not find them: what has no value but that is undefined, instead of the default. By a
//! name with dots it does.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Rule};

use super::extent::brackets;
use super::is_identifier;
use super::program::{Definition, Program};
use super::wording::{Edit, Part};

/// What writes them with dots, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        let found: Vec<Edit> = in_brackets(definition).filter_map(edit).collect();
        if !found.is_empty() {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.extend(found);
        }
    }
    edits
}

/// Whether a default has a part that can only stand in brackets.
pub(crate) fn is_lost(definition: &Definition) -> bool {
    in_brackets(definition).any(|part| edit(part).is_none())
}

/// The parts of a default's name that stand in brackets.
fn in_brackets(definition: &Definition) -> impl Iterator<Item = &Expr> {
    let mut at = match definition.rule.as_ref() {
        Rule::Default { refr, .. } => Some(refr.as_ref()),
        Rule::Spec { .. } => None,
    };
    let parts = std::iter::from_fn(move || {
        let part = at?;
        at = match part {
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => Some(refr.as_ref()),
            _ => None,
        };
        Some(part)
    });
    parts.filter(|part| matches!(part, Expr::RefBrack { .. }))
}

fn edit(part: &Expr) -> Option<Edit> {
    let Expr::RefBrack { refr, index, .. } = part else {
        return None;
    };
    let (Expr::String { value, .. } | Expr::RawString { value, .. }) = index.as_ref() else {
        return None;
    };
    let name = value.as_string().ok()?;
    Some(Edit {
        range: brackets(refr, index)?,
        with: vec![Part::Add(format!(".{name}"))],
    })
    .filter(|_| is_identifier(name))
}
