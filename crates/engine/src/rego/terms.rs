//! Parts of expressions that may be undefined.

use std::ops::Range;

use regorus::unstable::{Expr, Ref};

use super::extent::expr_range;

/// A part of an expression that takes its value from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// Set when it is nothing but a name.
    pub(crate) name: Option<String>,
    /// Where the name stands, if it is one.
    pub(crate) role: Role,
}

/// What a name is in a negated reference or equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Neither of these.
    Other,
    /// A side of the equation.
    Side,
    /// In a side of the equation, or in the brackets of a reference that stays where it is.
    Within,
}

/// What an argument takes values from: the largest parts of it that are neither literals nor made of
/// others, comprehensions left out, which are never undefined.
pub(super) fn argument_terms(expr: &Expr, terms: &mut Vec<Term>) {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => {}
        Expr::Array { items, .. } | Expr::Set { items, .. } => all_terms(items, terms),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                argument_terms(key, terms);
                argument_terms(value, terms);
            }
        }
        term => {
            let is_name = matches!(term, Expr::Var { .. });
            terms.push(Term {
                range: expr_range(term),
                name: is_name.then(|| term.span().text().to_owned()),
                role: Role::Other,
            });
        }
    }
}

/// The same of each.
pub(super) fn all_terms(exprs: &[Ref<Expr>], terms: &mut Vec<Term>) {
    for expr in exprs {
        argument_terms(expr, terms);
    }
}
