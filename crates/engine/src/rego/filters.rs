//! Members that are told apart by a text that one of their own members is.
//!
//! `some rc in input.resource_changes` and, right behind it, `rc.type == "aws_instance"`: the engine
//! looks at each of ten thousand members for each rule that begins so. A built-in of ours gives those
//! that have the text, from an index that is made once; the comparison stays where it is. The text may
//! also be that of a name which has its value from elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Span};

use super::extent::expr_range;
use super::parts::parts;
use super::program::Program;
use super::queries::{Level, each_query};
use super::walk::{chain, pattern_names};
use super::wording::{Edit, Part};
use crate::builtins::{MEMBERS, MEMBERS_WHERE};

/// What puts the built-in there, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        let file = definition.module.package.span.source.file();
        each_query(&definition.rule, &mut |levels: &[Level<'_>]| {
            let Some(Level { query, .. }) = levels.last() else {
                return;
            };
            for pair in query.stmts.windows(2) {
                if let [members, comparison] = pair
                    && let Some(edit) = filtered(members, comparison, query)
                {
                    let file = edits.entry(file.clone()).or_default();
                    // A head is looked at with each of its bodies.
                    if !file.iter().any(|other| other.range == edit.range) {
                        file.push(edit);
                    }
                }
            }
        });
    }
    edits
}

/// What takes only the members that the comparison holds of.
fn filtered(members: &LiteralStmt, comparison: &LiteralStmt, query: &Query) -> Option<Edit> {
    if !members.with_mods.is_empty() || !comparison.with_mods.is_empty() {
        return None;
    }
    let Literal::SomeIn {
        key: None,
        value,
        collection,
        ..
    } = &members.literal
    else {
        return None;
    };
    let Expr::Var { span: name, .. } = value.as_ref() else {
        return None;
    };
    let from = members_of(collection)?;
    let Literal::Expr { expr, .. } = &comparison.literal else {
        return None;
    };
    let Expr::BoolExpr {
        op: BoolOp::Eq,
        lhs,
        rhs,
        ..
    } = expr.as_ref()
    else {
        return None;
    };
    let (key, text) = member_and_text(lhs, rhs, name.text(), query)
        .or_else(|| member_and_text(rhs, lhs, name.text(), query))?;
    let range = expr_range(collection);
    Some(Edit {
        range,
        with: vec![
            Part::Add(format!("{MEMBERS_WHERE}(")),
            Part::Copy(from),
            Part::Add(format!(", {}, ", serde_json::Value::from(key))),
            Part::Copy(text),
            Part::Add(")".to_owned()),
        ],
    })
}

/// What members are taken of, when that is a call of ours.
fn members_of(collection: &Expr) -> Option<Range<usize>> {
    let Expr::Call { fcn, params, .. } = collection else {
        return None;
    };
    let (root, parts) = chain(fcn)?;
    let parts: Option<Vec<String>> = parts.into_iter().collect();
    match &params[..] {
        [from] if format!("{root}.{}", parts?.join(".")) == MEMBERS => Some(expr_range(from)),
        _ => None,
    }
}

/// The key of `name.key`, and where the text stands.
fn member_and_text(
    member: &Ref<Expr>,
    text: &Ref<Expr>,
    name: &str,
    query: &Query,
) -> Option<(String, Range<usize>)> {
    let (root, parts) = chain(member)?;
    let [Some(key)] = &parts[..] else {
        return None;
    };
    let is_text = match text.as_ref() {
        Expr::String { .. } | Expr::RawString { .. } => true,
        Expr::Var { span, .. } => !gets_value(span.text(), query),
        _ => false,
    };
    (root == name && is_text).then(|| (key.clone(), expr_range(text)))
}

/// Whether a name may get its value in a query itself.
fn gets_value(name: &str, query: &Query) -> bool {
    let mut names = vec!["_"];
    for stmt in &query.stmts {
        match &stmt.literal {
            Literal::SomeVars { vars, .. } => names.extend(vars.iter().map(Span::text)),
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                for pattern in key.iter().chain([value]) {
                    pattern_names(pattern, &mut names);
                }
                opened(collection, &mut names);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => opened(expr, &mut names),
            Literal::Every { domain, .. } => opened(domain, &mut names),
        }
    }
    names.contains(&name)
}

/// The names that an expression may give a value: in brackets, beside `=` and `:=`, as arguments.
fn opened<'e>(expr: &'e Expr, names: &mut Vec<&'e str>) {
    match expr {
        Expr::AssignExpr { lhs, rhs, .. } => {
            pattern_names(lhs, names);
            pattern_names(rhs, names);
        }
        Expr::RefBrack { index, .. } => pattern_names(index, names),
        Expr::Call { params, .. } => {
            if let Some(last) = params.last() {
                pattern_names(last, names);
            }
        }
        _ => {}
    }
    for part in parts(expr) {
        opened(part, names);
    }
}
