//! Which definition made a message.
//!
//! Of a set that several definitions fill the engine does not say which of them put a value there.
//! Instead of evaluating each again by itself, what they put there goes through a built-in of ours,
//! which notes the number of the definition and gives the value back.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Rule, RuleHead};

use super::extent::expr_range;
use super::parts::arguments_of;
use super::program::{Definition, Program};
use super::wording::{Edit, Part};
use crate::builtins::ORIGIN;

/// What puts the built-in there, by the module's name, for the rules at these paths behind `data`.
pub(crate) fn edits(program: &Program, asked: &[&[String]]) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for path in asked {
        let of_path = |one: &&Definition| one.path == *path;
        if program.definitions.iter().filter(of_path).count() < 2 {
            continue;
        }
        let definitions = program.definitions.iter().enumerate();
        for (number, definition) in definitions.filter(|(_, one)| of_path(one)) {
            let Some(value) = value_of(&definition.rule) else {
                continue;
            };
            let file = definition.module.package.span.source.file();
            let file = edits.entry(file.clone()).or_default();
            let range = expr_range(value);
            // Two policies may ask for one rule.
            if file.iter().any(|other| other.range == range) {
                continue;
            }
            file.push(Edit {
                range: range.clone(),
                with: vec![
                    Part::Add(format!("{ORIGIN}(")),
                    Part::Copy(range),
                    Part::Add(format!(", {number})")),
                ],
            });
        }
    }
    edits
}

/// The number that a definition notes with its values.
pub(crate) fn number(rule: &Rule) -> Option<u32> {
    match arguments_of(value_of(rule)?, ORIGIN)? {
        [_, number] => number.span().text().parse().ok(),
        _ => None,
    }
}

/// What a definition puts into its set.
fn value_of(rule: &Rule) -> Option<&Expr> {
    match rule {
        Rule::Spec {
            head: RuleHead::Set { key: Some(key), .. },
            ..
        } => Some(key),
        _ => None,
    }
}
