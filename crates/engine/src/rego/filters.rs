//! Members that are told apart by a text that one of their own members is.
//!
//! `some rc in input.resource_changes` and, right behind it, `rc.type == "aws_instance"`: the engine
//! looks at each of ten thousand members for each rule that begins so. A built-in of ours gives those
//! that have the text, from an index that is made once; the comparison stays where it is.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Ref};

use super::extent::expr_range;
use super::program::Program;
use super::queries::{Level, each_query};
use super::walk::chain;
use super::wording::{Edit, Part};
use crate::builtins::{MEMBERS, MEMBERS_WHERE};

/// What puts the built-in there, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        let file = definition.module.package.span.source.file();
        each_query(&definition.rule, &mut |levels: &[Level<'_>]| {
            let statements = levels.last().map(|level| &level.query.stmts[..]);
            for pair in statements.unwrap_or_default().windows(2) {
                if let [members, comparison] = pair
                    && let Some(edit) = filtered(members, comparison)
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
fn filtered(members: &LiteralStmt, comparison: &LiteralStmt) -> Option<Edit> {
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
    let (key, text) = member_and_text(lhs, rhs, name.text())
        .or_else(|| member_and_text(rhs, lhs, name.text()))?;
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
) -> Option<(String, Range<usize>)> {
    let (root, parts) = chain(member)?;
    let [Some(key)] = &parts[..] else {
        return None;
    };
    let is_text = matches!(text.as_ref(), Expr::String { .. } | Expr::RawString { .. });
    (root == name && is_text).then(|| (key.clone(), expr_range(text)))
}
