//! Tests of several cases: `test_x[case] if { some case, … in …; … }`.
//!
//! A case that holds is a key of the rule's value; one that does not leaves no trace there. So the
//! rule is told to note each case as soon as its name has a value, in the place where OPA does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::Subcase;
use regorus::Value;
use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Rule, RuleHead};

use super::{is_skipped, is_test};
use crate::builtins::test_cases::TEST_CASE;
use crate::compile::{Source, tree};
use crate::rego::extent;
use crate::rego::walk::{chain_root, own_names};
use crate::rego::wording::{Edit, Part};

/// Makes the tests of a source note their cases.
pub(super) fn noted(mut source: Source<'_>) -> Source<'_> {
    // Most files have no test, and need not be read once more.
    let is_read = source.wording.read().contains("test_");
    if let Some(module) = is_read.then(|| tree(&source)).flatten() {
        let rules = module.policy.iter();
        let edits: Vec<Edit> = rules.flat_map(|rule| edits(rule)).collect();
        if !edits.is_empty() {
            source.wording = Arc::new(source.wording.edited(edits));
        }
    }
    source
}

fn edits(rule: &Rule) -> Vec<Edit> {
    let Rule::Spec {
        head: RuleHead::Compr { refr, .. },
        bodies,
        ..
    } = rule
    else {
        return Vec::new();
    };
    let tail = tail(refr);
    let ([body], false) = (&bodies[..], tail.is_empty()) else {
        return Vec::new();
    };
    let text = refr.span().source.contents();
    if text[body.span.start as usize..body.span.end as usize].contains(TEST_CASE) {
        return Vec::new();
    }
    let parts: Vec<&str> = tail
        .iter()
        .filter_map(|index| text.get(extent::expr_range(index)))
        .collect();
    let call = format!("{TEST_CASE}([{}])", parts.join(", "));
    let mut names = Vec::new();
    for index in &tail {
        own_names(index, &mut names);
    }
    let names: BTreeSet<&str> = names.into_iter().map(|name| name.span().text()).collect();
    place(&body.query, &names, &call)
}

/// Writes the call behind the first statements that have the names.
fn place(query: &Query, names: &BTreeSet<&str>, call: &str) -> Vec<Edit> {
    let add = |at: usize, text: String| Edit {
        range: at..at,
        with: vec![Part::Add(text)],
    };
    let first_with = |name: &&str| query.stmts.iter().position(|stmt| has(stmt, name));
    let behind = names.iter().filter_map(first_with).max();
    let Some(stmt) = query.stmts.get(behind.unwrap_or_default()) else {
        return Vec::new();
    };
    let range = extent::range(&stmt.span);
    let (before, after) = if query.span.start == stmt.span.start {
        ("{ ", " }")
    } else {
        ("", "")
    };
    if behind.is_some() {
        vec![
            add(range.start, before.to_owned()),
            add(range.end, format!("\n{call}{after}")),
        ]
    } else {
        vec![
            add(range.start, format!("{before}{call}\n")),
            add(range.end, after.to_owned()),
        ]
    }
}

/// Whether a statement gives a name its value or uses it. One that only declares it does neither.
fn has(stmt: &LiteralStmt, name: &str) -> bool {
    if matches!(stmt.literal, Literal::SomeVars { .. }) {
        return false;
    }
    let text = stmt.span.text();
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

/// What stands behind the test's name in a rule's head, when something in it is computed.
fn tail(refr: &Expr) -> Vec<&Expr> {
    let mut behind = Vec::new();
    let mut is_computed = false;
    let mut expr = refr;
    loop {
        expr = match expr {
            Expr::RefBrack { refr, index, .. } => {
                is_computed |= !matches!(index.as_ref(), Expr::String { .. });
                behind.push(index.as_ref());
                refr
            }
            // `test.test_x[case]`: what is before the test's name is no part of the case's.
            Expr::RefDot { field, .. } if is_test(field.0.text()) => break,
            Expr::Var { span, .. } if is_test(span.text()) => break,
            _ => return Vec::new(),
        };
    }
    let is_name = |expr: &&Expr| !matches!(chain_root(expr), Expr::Call { .. });
    if !is_computed || !behind.iter().all(is_name) {
        return Vec::new();
    }
    behind.reverse();
    behind
}

/// The cases of a value, and those that were noted and are no part of it; and whether all of them
/// hold.
pub(super) fn subcases(value: &Value, noted: &[Value]) -> (Vec<Subcase>, bool) {
    let mut cases = BTreeMap::new();
    gather(value, "", &mut cases);
    for case in noted {
        let parts = case.as_array().into_iter().flatten();
        let parts: Vec<String> = parts.map(part).collect();
        cases.entry(parts.join("/")).or_insert(false);
    }
    let passed = cases.values().all(|passed| *passed);
    let cases = cases.into_iter();
    let cases = cases.map(|(name, passed)| Subcase { name, passed });
    (cases.collect(), passed)
}

fn gather(value: &Value, prefix: &str, cases: &mut BTreeMap<String, bool>) {
    let Ok(object) = value.as_object() else {
        cases.insert(prefix.to_owned(), *value == Value::Bool(true));
        return;
    };
    for (key, value) in object.iter() {
        let name = match prefix {
            "" => part(key),
            prefix => format!("{prefix}/{}", part(key)),
        };
        gather(value, &name, cases);
    }
}

/// A part of a case's name: a string as it is, anything else as JSON.
fn part(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        other => other.to_string(),
    }
}

/// Whether a rule of this path has cases.
pub(super) fn has_cases(rule: &Rule) -> bool {
    match rule {
        Rule::Spec {
            head: RuleHead::Compr { refr, .. },
            ..
        } => !tail(refr).is_empty(),
        _ => false,
    }
}

/// The test's own path: up to the first name that makes it one.
pub(super) fn test_path<'p>(path: &'p [String], package: usize) -> Option<&'p [String]> {
    let names = path.get(package..)?;
    let at = names
        .iter()
        .position(|name| is_test(name) || is_skipped(name))?;
    path.get(..=package + at)
}
