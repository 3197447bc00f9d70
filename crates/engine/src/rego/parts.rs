//! What an expression is made of.

use regorus::unstable::{Expr, Ref};

use super::walk::{chain, own_names};

/// The expressions that one is made of, in order: those in its brackets and arguments, and none of a
/// comprehension, whose names are its own. What is called is no part of a call.
pub(crate) fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => Vec::new(),
        Expr::Call { params: items, .. } | Expr::Array { items, .. } | Expr::Set { items, .. } => {
            items.iter().map(AsRef::as_ref).collect()
        }
        Expr::Object { fields, .. } => {
            let fields = fields.iter();
            fields
                .flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()])
                .collect()
        }
        Expr::RefDot { refr, .. } => vec![refr.as_ref()],
        Expr::RefBrack { refr, index, .. } => vec![refr.as_ref(), index.as_ref()],
        Expr::UnaryExpr { expr, .. } => vec![expr.as_ref()],
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs.as_ref(), rhs.as_ref()],
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            let key = key.iter();
            key.chain([value, collection]).map(AsRef::as_ref).collect()
        }
    }
}

/// The arguments of a call of the function of this name; `None` for everything else.
pub(crate) fn arguments_of<'e>(expr: &'e Expr, function: &str) -> Option<&'e [Ref<Expr>]> {
    let Expr::Call { fcn, params, .. } = expr else {
        return None;
    };
    let (root, parts) = chain(fcn)?;
    let parts: Option<Vec<String>> = parts.into_iter().collect();
    (format!("{root}.{}", parts?.join(".")) == function).then_some(&params[..])
}

/// The names that a statement uses itself, those in comprehensions left out.
pub(crate) fn stated_names(expr: &Expr) -> Vec<&str> {
    let mut names = Vec::new();
    match expr {
        Expr::AssignExpr { lhs, rhs, .. } => {
            own_names(lhs, &mut names);
            own_names(rhs, &mut names);
        }
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            for part in key.iter().chain([value, collection]) {
                own_names(part, &mut names);
            }
        }
        other => own_names(other, &mut names),
    }
    names.into_iter().map(|name| name.span().text()).collect()
}
