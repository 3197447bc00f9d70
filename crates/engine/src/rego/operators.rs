//! Operators, as calls of built-ins of ours.
//!
//! `1 / 0` and `null + 1` are errors of the engine that end the evaluation, or are lost behind another
//! clause of a function; in OPA they are errors of a built-in, so undefined. And to the engine every set
//! is less than any object; to OPA it is more. OPA's compiler calls its operators by name too.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use regorus::unstable::{ArithOp, BinOp, BoolOp, Expr};

use super::extent::expr_range;
use super::program::Program;
use super::walk::chain;
use super::wording::{Edit, Part};
use crate::builtins::OPERATORS;

/// What writes an operation as a call; `None` for a negative number, which is a literal.
pub(super) fn edit(expr: &Expr) -> Option<Edit> {
    let mut with = Vec::new();
    let is_call = write(expr, &mut with);
    is_call.then(|| Edit {
        range: expr_range(expr),
        with,
    })
}

/// Writes an expression, operations in it as calls, and tells whether it is one.
fn write(expr: &Expr, parts: &mut Vec<Part>) -> bool {
    let (name, one, other) = match expr {
        Expr::ArithExpr { op, lhs, rhs, .. } => (arithmetic(op), Some(lhs), rhs),
        Expr::BinExpr { op, lhs, rhs, .. } => {
            let name = match op {
                BinOp::Union => "or",
                BinOp::Intersection => "and",
            };
            (name, Some(lhs), rhs)
        }
        Expr::BoolExpr { op, lhs, rhs, .. } if may_be_composite(lhs) && may_be_composite(rhs) => {
            match comparison(op) {
                Some(name) => (name, Some(lhs), rhs),
                None => return copy(expr, parts),
            }
        }
        Expr::UnaryExpr { expr: inner, .. } if !matches!(inner.as_ref(), Expr::Number { .. }) => {
            ("minus", None, inner)
        }
        _ => return copy(expr, parts),
    };
    parts.push(Part::Add(format!("{OPERATORS}{name}(")));
    match one {
        Some(one) => {
            write(one, parts);
        }
        None => parts.push(Part::Add("0".to_owned())),
    }
    parts.push(Part::Add(", ".to_owned()));
    write(other, parts);
    parts.push(Part::Add(")".to_owned()));
    true
}

fn copy(expr: &Expr, parts: &mut Vec<Part>) -> bool {
    parts.push(Part::Copy(expr_range(expr)));
    false
}

/// Equal is the same to both.
fn comparison(op: &BoolOp) -> Option<&'static str> {
    match op {
        BoolOp::Lt => Some("lt"),
        BoolOp::Le => Some("lte"),
        BoolOp::Ge => Some("gte"),
        BoolOp::Gt => Some("gt"),
        BoolOp::Eq | BoolOp::Ne => None,
    }
}

/// What gives numbers and texts alone, as far as it is often compared.
const SCALAR: [&str; 16] = [
    "abs",
    "ceil",
    "concat",
    "count",
    "floor",
    "indexof",
    "lower",
    "product",
    "round",
    "semver.compare",
    "sprintf",
    "sum",
    "time.now_ns",
    "time.parse_rfc3339_ns",
    "to_number",
    "upper",
];

/// Whether an expression may be a set or an object, or hold one.
fn may_be_composite(expr: &Expr) -> bool {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. } => false,
        Expr::ArithExpr { op, .. } => *op == ArithOp::Sub,
        Expr::Call { fcn, .. } => chain(fcn).is_none_or(|(root, parts)| {
            let parts = parts.into_iter().flatten();
            let name: Vec<String> = std::iter::once(root).chain(parts).collect();
            !SCALAR.contains(&name.join(".").as_str())
        }),
        _ => true,
    }
}

fn arithmetic(op: &ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "plus",
        ArithOp::Sub => "minus",
        ArithOp::Mul => "mul",
        ArithOp::Div => "div",
        ArithOp::Mod => "rem",
    }
}

/// What writes the operations of a program as calls, by the module's name. Those inside of others are
/// written with them, or found again.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut found: BTreeMap<String, Vec<&Edit>> = BTreeMap::new();
    // The value of a default is a literal, and the engine takes nothing else.
    for definition in program.definitions.iter().filter(|one| !one.is_default) {
        if !definition.operations.is_empty() {
            let file = found.entry(definition.place.file.clone()).or_default();
            file.extend(&definition.operations);
        }
    }
    let outermost = |mut edits: Vec<&Edit>| {
        edits.sort_by_key(|edit| (edit.range.start, Reverse(edit.range.end)));
        let mut end = 0;
        edits.retain(|edit| {
            let is_outermost = edit.range.start >= end;
            end = end.max(edit.range.end);
            is_outermost
        });
        edits.into_iter().cloned().collect()
    };
    let found = found.into_iter();
    found
        .map(|(file, edits)| (file, outermost(edits)))
        .collect()
}
