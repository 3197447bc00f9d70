//! Negations of what gets its value behind them, `not v == 2; v = 3`.
//!
//! OPA orders the statements of a body by what they need; the engine does too, and takes a name inside of
//! `not` for one of its own. So such statements are put last.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{Literal, LiteralStmt, Query, Rule};

use super::extent::range;
use super::given::{each_query_given, given};
use super::parts::stated_names;
use super::program::Program;
use super::wording::{Edit, Part};

/// A statement that stands before one that it needs. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Early {
    statement: Range<usize>,
    /// Where its query ends.
    end: usize,
}

/// Those of a rule; `is_global` says what names have a value everywhere in its module.
pub(crate) fn of_rule(rule: &Rule, is_global: &dyn Fn(&str) -> bool) -> Vec<Early> {
    let mut found = Vec::new();
    each_query_given(rule, is_global, &mut |query: &Query, is_known| {
        let Some((last, others)) = query.stmts.split_last() else {
            return;
        };
        let end = range(&last.span).end;
        for (index, stmt) in others.iter().enumerate() {
            let names = negated_names(stmt);
            let mut unknown = names.iter().filter(|name| !is_known(name)).peekable();
            if unknown.peek().is_none() {
                continue;
            }
            let before = given(query, &|other| other < index, is_known);
            let behind = given(query, &|other| other != index, is_known);
            if unknown.any(|name| !before.contains(name) && behind.contains(name)) {
                found.push(Early {
                    statement: range(&stmt.span),
                    end,
                });
            }
        }
    });
    found
}

/// The names that a statement with `not` needs.
fn negated_names(stmt: &LiteralStmt) -> Vec<&str> {
    let Literal::NotExpr { expr, .. } = &stmt.literal else {
        return Vec::new();
    };
    stated_names(expr)
}

/// What puts them last, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        for early in &definition.early {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.push(Edit {
                range: early.statement.clone(),
                with: vec![Part::Add("true".to_owned())],
            });
            file.push(Edit {
                range: early.end..early.end,
                with: vec![
                    Part::Add("; ".to_owned()),
                    Part::Copy(early.statement.clone()),
                ],
            });
        }
    }
    edits
}
