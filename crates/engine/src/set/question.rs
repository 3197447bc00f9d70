//! From a query to what the engine is asked.

use regorus::{Engine, Value};

use crate::manifest::QueryPath;
use crate::rego::check::divided;
use crate::rego::check::overlaps::Overlaps;
use crate::rego::path_text;
use crate::rego::program::Program;

/// What the engine is asked for one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// The value of a rule, and a path into it.
    Rule { path: String, inside: Vec<String> },
    /// The value at a path where several rules or packages meet. Made from parts, never from text
    /// that somebody sent.
    Path(String),
}

impl Question {
    /// Finds what a query means in a program.
    ///
    /// # Errors
    /// Why it means nothing.
    pub(crate) fn resolve(query: &QueryPath, program: &Program) -> Result<Self, String> {
        let parts = query.parts();
        let is_below = |path: &[String]| path.len() > parts.len() && path.starts_with(parts);
        let rule = (1..=parts.len()).rev().find(|length| {
            program
                .definitions
                .iter()
                .any(|definition| definition.path == parts[..*length])
        });
        let Some(length) = rule else {
            return Err(missing(query, program));
        };
        let mut definitions = program.definitions.iter();
        if definitions
            .any(|definition| definition.path == parts[..length] && definition.arity.is_some())
        {
            return Err(format!(
                "`{query}` is a function: the query must name a rule"
            ));
        }
        if let Some(message) = Overlaps::of(program).hide(parts) {
            return Err(message);
        }
        if let Some(message) = divided::hidden(program, parts) {
            return Err(message);
        }
        let is_plain = program
            .definitions
            .iter()
            .filter(|definition| definition.path == parts[..length])
            .all(|definition| definition.head.is_plain);
        let shares_path = program
            .definitions
            .iter()
            .any(|definition| is_below(&definition.path))
            || program
                .packages
                .iter()
                .any(|(_, package)| is_below(package));
        if is_plain && !shares_path {
            return Ok(Self::Rule {
                path: path_text(&parts[..length]),
                inside: parts[length..].to_vec(),
            });
        }
        Ok(Self::Path(path_text(parts)))
    }

    /// Asks.
    pub(crate) fn ask(&self, engine: &mut Engine) -> anyhow::Result<Value> {
        match self {
            Self::Rule { path, inside } => {
                let mut value = engine.eval_rule(path.clone())?;
                for part in inside {
                    value = value[part.as_str()].clone();
                }
                Ok(value)
            }
            Self::Path(path) => {
                let results = engine.eval_query(path.clone(), false)?;
                let first = results.result.into_iter().next();
                let value = first.and_then(|result| result.expressions.into_iter().next());
                Ok(value.map_or(Value::Undefined, |expression| expression.value))
            }
        }
    }
}

fn missing(query: &QueryPath, program: &Program) -> String {
    let parts = query.parts();
    let mut below: Vec<_> = program
        .definitions
        .iter()
        .filter(|definition| definition.path.starts_with(parts) && definition.arity.is_none())
        .map(|definition| path_text(&definition.path))
        .collect();
    below.sort();
    below.dedup();
    if !below.is_empty() {
        below.truncate(5);
        return format!(
            "`{query}` is a package, not a rule: its rules are {}",
            below.join(", ")
        );
    }
    let mut near: Vec<_> = program
        .definitions
        .iter()
        .filter(|definition| {
            definition.arity.is_none() && !definition.place.file.ends_with("_test.rego")
        })
        .filter(|definition| {
            definition.path.last() == parts.last()
                || definition.path[..definition.path.len() - 1] == parts[..parts.len() - 1]
        })
        .map(|definition| path_text(&definition.path))
        .collect();
    near.sort();
    near.dedup();
    near.truncate(5);
    if near.is_empty() {
        format!("there is no rule `{query}` in the bundle")
    } else {
        format!(
            "there is no rule `{query}` in the bundle; there is {}",
            near.join(", ")
        )
    }
}
