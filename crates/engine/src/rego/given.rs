//! Which names of a query get their value in which of its statements.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Rule, RuleHead};

use super::parts::parts;
use super::queries::{Level, each_query};
use super::walk::own_names;

/// Whether a name has a value.
pub(super) type IsKnown<'a> = &'a dyn Fn(&str) -> bool;

/// The names that these statements of a query give a value, where `is_known` says which have one before.
/// As OPA reorders a body (`reorderBodyForSafety`): what a statement needs must have a value first.
pub(super) fn given<'q>(
    query: &'q Query,
    is_meant: &dyn Fn(usize) -> bool,
    is_known: IsKnown<'_>,
) -> BTreeSet<&'q str> {
    let mut given = BTreeSet::new();
    loop {
        let before = given.len();
        for (index, stmt) in query.stmts.iter().enumerate() {
            if is_meant(index) {
                add(stmt, is_known, &mut given);
            }
        }
        if given.len() == before {
            return given;
        }
    }
}

/// Tells every query of a rule, and which names have a value before it. `is_global` says what names have
/// one everywhere in the module.
pub(super) fn each_query_given<'r>(
    rule: &'r Rule,
    is_global: IsKnown<'_>,
    tell: &mut dyn FnMut(&'r Query, IsKnown<'_>),
) {
    let mut arguments = Vec::new();
    if let Rule::Spec {
        head: RuleHead::Func { args, .. },
        ..
    } = rule
    {
        for arg in args {
            own_names(arg, &mut arguments);
        }
    }
    let is_known = |name: &str| {
        let mut arguments = arguments.iter();
        arguments.any(|argument| argument.span().text() == name) || is_global(name)
    };
    each_query(rule, &mut |levels: &[Level<'r>]| {
        let Some((level, around)) = levels.split_last() else {
            return;
        };
        let is_outer = |name: &str| {
            is_known(name)
                || levels.iter().any(|level| level.has(name))
                || around
                    .iter()
                    .any(|outer| given(outer.query, &|_| true, &is_known).contains(name))
        };
        tell(level.query, &is_outer);
    });
}

fn add<'q>(stmt: &'q LiteralStmt, is_known: IsKnown<'_>, given: &mut BTreeSet<&'q str>) {
    match &stmt.literal {
        Literal::SomeIn {
            key,
            value,
            collection,
            ..
        } => {
            add_indexes(collection, is_known, given);
            if has_value(collection, is_known, given) {
                for pattern in key.iter().chain([value]) {
                    add_names(pattern, given);
                }
            }
        }
        Literal::Expr { expr, .. } => {
            add_indexes(expr, is_known, given);
            match expr.as_ref() {
                Expr::AssignExpr { op, lhs, rhs, .. } => {
                    if has_value(rhs, is_known, given) {
                        add_names(lhs, given);
                    }
                    if *op == AssignOp::Eq && has_value(lhs, is_known, given) {
                        add_names(rhs, given);
                    }
                }
                // Of a call as a statement the last argument may be where its result goes.
                Expr::Call { params, .. } => {
                    if let [others @ .., last] = &params[..]
                        && !others.is_empty()
                        && others.iter().all(|one| has_value(one, is_known, given))
                    {
                        add_names(last, given);
                    }
                }
                _ => {}
            }
        }
        Literal::SomeVars { .. } | Literal::NotExpr { .. } | Literal::Every { .. } => {}
    }
}

/// Whether every name of an expression has a value.
fn has_value(expr: &Expr, is_known: IsKnown<'_>, given: &BTreeSet<&str>) -> bool {
    let mut names = Vec::new();
    own_names(expr, &mut names);
    names.iter().all(|name| {
        let name = name.span().text();
        name == "_" || given.contains(name) || is_known(name)
    })
}

/// The names of a pattern, which get their values from what it is equal to.
fn add_names<'q>(pattern: &'q Expr, given: &mut BTreeSet<&'q str>) {
    match pattern {
        Expr::Var { span, .. } if span.text() != "_" => {
            given.insert(span.text());
        }
        Expr::Array { items, .. } => {
            for item in items {
                add_names(item, given);
            }
        }
        Expr::Object { fields, .. } => {
            for (_, _, value) in fields {
                add_names(value, given);
            }
        }
        _ => {}
    }
}

/// The names in the brackets of references, which get their values from what these refer to.
fn add_indexes<'q>(expr: &'q Expr, is_known: IsKnown<'_>, given: &mut BTreeSet<&'q str>) {
    for part in parts(expr) {
        add_indexes(part, is_known, given);
    }
    if let Expr::RefBrack { refr, index, .. } = expr
        && has_value(refr, is_known, given)
    {
        add_names(index, given);
    }
}
