//! Members that are told apart by a text that one of their own members is.
//!
//! `some rc in input.resource_changes` and, right behind it, `rc.type == "aws_instance"`: the engine
//! looks at each of ten thousand members for each rule that begins so. A built-in of ours gives those
//! that have the text, from an index that is made once; the comparison stays where it is. The text may
//! also be that of a name which has its value from elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Query, Ref};

use super::extent::expr_range;
use super::given::given;
use super::parts::arguments_of;
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
    let [from] = arguments_of(collection, MEMBERS)? else {
        return None;
    };
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
            Part::Copy(expr_range(from)),
            Part::Add(format!(", {}, ", serde_json::Value::from(key))),
            Part::Copy(text),
            Part::Add(")".to_owned()),
        ],
    })
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
        // One that the query itself gives a value may need the members for it.
        Expr::Var { span, .. } => {
            let name = span.text();
            name != "_" && !given(query, &|_| true, &|_| true).contains(name)
        }
        _ => false,
    };
    (root == name && is_text).then(|| (key.clone(), expr_range(text)))
}

#[cfg(test)]
mod tests {
    use regorus::Value;

    use crate::SetOptions;
    use crate::builtins::MEMBERS_WHERE;
    use crate::compile::{compile, parse};

    fn takes_an_index(body: &str) -> bool {
        let text = format!(
            "package p\n\nimport rego.v1\n\nt := \"x\"\n\ndeny contains 1 if {{\n{body}\n}}\n"
        );
        let mut problems = Vec::new();
        let sources = parse(None, [("p.rego", text.as_bytes())], &mut problems);
        let options = SetOptions::default();
        let compiled = compile(&sources, &[], &Value::new_object(), options, &mut problems);
        assert!(problems.is_empty(), "{body}: {problems:?}");
        compiled.unwrap().program.builtins().contains(MEMBERS_WHERE)
    }

    #[test]
    fn an_index_is_taken_where_a_text_is_compared_right_behind_the_members() {
        for body in [
            "some rc in input.l\nrc.type == \"x\"",
            "some rc in input.l\n\"x\" == rc.type",
            "some rc in input.l\nrc.type == t",
            "some kind in [\"x\"]\ncount([1 | some rc in input.l; rc.type == kind]) > 0",
        ] {
            assert!(takes_an_index(body), "{body}");
        }
        for body in [
            "some rc in input.l\nprint(rc)\nrc.type == \"x\"",
            "some i, rc in input.l\nrc.type == \"x\"\ni > 0",
            "some rc in input.l\nrc.change.type == \"x\"",
            "some rc in input.l\nrc.type != \"x\"",
            "some rc in input.l\nrc.type == 1",
            "some kind in [\"x\"]\nsome rc in input.l\nrc.type == kind",
        ] {
            assert!(!takes_an_index(body), "{body}");
        }
    }
}
