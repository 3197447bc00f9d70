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
use crate::builtins::calculate::{self, CALCULATE, OPERAND};

/// What writes an operation as a call; `None` for a comparison that the engine makes rightly.
pub(super) fn edit(expr: &Expr) -> Option<Edit> {
    let mut with = Vec::new();
    if let Expr::BoolExpr { op, lhs, rhs, .. } = expr {
        let name = comparison(op).filter(|_| may_be_composite(lhs) && may_be_composite(rhs))?;
        with.push(Part::Add(format!("{OPERATORS}{name}(")));
        write(lhs, &mut with);
        with.push(Part::Add(", ".to_owned()));
        write(rhs, &mut with);
        with.push(Part::Add(")".to_owned()));
    } else if !write(expr, &mut with) {
        return None;
    }
    Some(Edit {
        range: expr_range(expr),
        with,
    })
}

/// What OPA calls an operator.
pub(super) fn name(expr: &Expr) -> Option<&'static str> {
    Some(match expr {
        Expr::ArithExpr { op, .. } => match op {
            ArithOp::Add => "plus",
            ArithOp::Sub => "minus",
            ArithOp::Mul => "mul",
            ArithOp::Div => "div",
            ArithOp::Mod => "rem",
        },
        Expr::BinExpr { op, .. } => match op {
            BinOp::Union => "or",
            BinOp::Intersection => "and",
        },
        Expr::BoolExpr { op, .. } => match op {
            BoolOp::Eq => "equal",
            BoolOp::Ne => "neq",
            BoolOp::Lt => "lt",
            BoolOp::Le => "lte",
            BoolOp::Gt => "gt",
            BoolOp::Ge => "gte",
        },
        _ => return None,
    })
}

/// What writes `x in y` as a call: to the engine it is false where one of the two is undefined.
pub(super) fn membership(expr: &Expr) -> Option<Edit> {
    let Expr::Membership {
        key,
        value,
        collection,
        ..
    } = expr
    else {
        return None;
    };
    let parts: Vec<_> = key.iter().chain([value, collection]).collect();
    let ranges: Vec<_> = parts.iter().map(|part| expr_range(part)).collect();
    let mut with = vec![Part::Add(format!("internal.member_{}(", ranges.len()))];
    for (number, range) in ranges.iter().enumerate() {
        if number > 0 {
            with.push(Part::Add(", ".to_owned()));
        }
        with.push(Part::Copy(range.clone()));
    }
    with.push(Part::Add(")".to_owned()));
    Some(Edit {
        range: ranges.first()?.start..ranges.last()?.end,
        with,
    })
}

/// Writes an expression, arithmetic as one call, and tells whether it is that. However long it is, the
/// call is not nested: the parser's time doubles with each level.
fn write(expr: &Expr, parts: &mut Vec<Part>) -> bool {
    let mut calculation = Calculation::default();
    calculation.add(expr);
    match &calculation.steps[..] {
        [_, _, operator] => {
            let name = calculate::name(*operator);
            parts.push(Part::Add(format!("{OPERATORS}{name}(")));
            calculation.write_operands(parts);
            parts.push(Part::Add(")".to_owned()));
            true
        }
        [_] => {
            calculation.write_operands(parts);
            false
        }
        steps => {
            let steps: String = steps.iter().collect();
            parts.push(Part::Add(format!("{CALCULATE}(\"{steps}\", [")));
            calculation.write_operands(parts);
            parts.push(Part::Add("])".to_owned()));
            true
        }
    }
}

/// Arithmetic in the order in which it is done.
#[derive(Default)]
struct Calculation<'e> {
    /// The next operand, or an operator on the last two results.
    steps: Vec<char>,
    operands: Vec<&'e Expr>,
}

impl<'e> Calculation<'e> {
    fn add(&mut self, expr: &'e Expr) {
        let (operator, one, other) = match expr {
            Expr::ArithExpr { op, lhs, rhs, .. } => {
                let operator = match op {
                    ArithOp::Add => '+',
                    ArithOp::Sub => '-',
                    ArithOp::Mul => '*',
                    ArithOp::Div => '/',
                    ArithOp::Mod => '%',
                };
                (operator, lhs, rhs)
            }
            Expr::BinExpr { op, lhs, rhs, .. } => {
                let operator = match op {
                    BinOp::Union => '|',
                    BinOp::Intersection => '&',
                };
                (operator, lhs, rhs)
            }
            _ => {
                self.operands.push(expr);
                self.steps.push(OPERAND);
                return;
            }
        };
        self.add(one);
        self.add(other);
        self.steps.push(operator);
    }

    fn write_operands(&self, parts: &mut Vec<Part>) {
        for (number, operand) in self.operands.iter().enumerate() {
            if number > 0 {
                parts.push(Part::Add(", ".to_owned()));
            }
            parts.push(Part::Copy(expr_range(operand)));
        }
    }
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
