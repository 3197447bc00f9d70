//! A minus before a name: `-a + b`.
//!
//! The engine takes it for that of all that follows, `-(a + b)`, and `-a < 0` for `-(a < 0)`. So the name
//! gets it first. OPA has no minus before parentheses, so what is behind it begins with what it is of.

use std::collections::BTreeMap;

use regorus::unstable::Expr;

use super::extent::expr_range;
use super::program::Program;
use super::wording::{Edit, Part};
use crate::builtins::OPERATORS;

/// What gives the minus to the first part of what is behind it; `None` before parentheses.
pub(super) fn edit(expr: &Expr, inner: &Expr) -> Option<Edit> {
    let text = expr.span().source.contents();
    let start = expr.span().start as usize;
    let behind = text.get(start..)?.strip_prefix('-')?.trim_start();
    if behind.starts_with('(') {
        return None;
    }
    let first = expr_range(first(inner));
    Some(Edit {
        range: start..first.end,
        with: vec![
            Part::Add(format!("{OPERATORS}minus(0, ")),
            Part::Copy(first),
            Part::Add(")".to_owned()),
        ],
    })
}

/// What an expression begins with.
pub(super) fn first(expr: &Expr) -> &Expr {
    match expr {
        Expr::ArithExpr { lhs, .. } | Expr::BinExpr { lhs, .. } | Expr::BoolExpr { lhs, .. } => {
            first(lhs)
        }
        Expr::Membership { key, value, .. } => first(key.as_ref().unwrap_or(value)),
        other => other,
    }
}

/// What does so in a program, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in program.definitions.iter().filter(|one| !one.is_default) {
        if !definition.negatives.is_empty() {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.extend(definition.negatives.iter().cloned());
        }
    }
    edits
}
