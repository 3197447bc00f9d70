//! GraphQL: queries and schemas as syntax trees, and whether they hold.
//!
//! Follows OPA's `v1/topdown/graphql.go` over vektah/gqlparser 2.5.36. No crate stands in for that:
//! what it accepts beyond the specification, the shape of its tree and the lapses of its rules are
//! the answer.

mod ast;
mod budget;
mod lexer;
mod member;
mod parser;
mod schema;
#[cfg(test)]
mod tests;
mod validator;

use regorus::Value;

use super::{Failure, MAX_ITEMS, MAX_TEXT, Own, Result, kind, text};
use ast::{QueryDocument, SchemaDocument};
use member::{Member, Try};
use parser::Parser;
use schema::Schema;

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "graphql.is_valid",
        arity: 2,
        call: |arguments| Ok(Value::from(tolerate(check(arguments))?.is_some())),
    },
    Own {
        name: "graphql.parse",
        arity: 2,
        call: |arguments| {
            let Checked { query, schema } = check(arguments)?;
            Ok(Value::from(vec![query, schema]))
        },
    },
    Own {
        name: "graphql.parse_and_verify",
        arity: 2,
        call: parse_and_verify,
    },
    Own {
        name: "graphql.parse_query",
        arity: 1,
        call: |arguments| {
            let query = text("graphql.parse_query", argument(arguments, 0))?;
            Ok(written(&parser(query)?.query_document()?))
        },
    },
    Own {
        name: "graphql.parse_schema",
        arity: 1,
        call: |arguments| {
            let schema = text("graphql.parse_schema", argument(arguments, 0))?;
            Ok(written(&parser(schema)?.schema_document()?))
        },
    },
    Own {
        name: "graphql.schema_is_valid",
        arity: 1,
        call: |arguments| {
            let schema = schema_of(argument(arguments, 0)).and_then(Schema::of);
            Ok(Value::from(tolerate(schema)?.is_some()))
        },
    },
];

/// Deepest that a syntax tree may be.
const MAX_DEPTH: usize = 300;

/// A query and a schema that go together, as values.
struct Checked {
    query: Value,
    schema: Value,
}

fn check(arguments: &[Value]) -> Try<Checked> {
    let query = query_of(argument(arguments, 0))?;
    let schema = schema_of(argument(arguments, 1))?;
    let checked = Checked {
        query: written(&query),
        schema: written(&schema),
    };
    validator::validate(&Schema::of(schema)?, &query)?;
    Ok(checked)
}

fn parse_and_verify(arguments: &[Value]) -> Result {
    Ok(Value::from(match tolerate(check(arguments))? {
        Some(checked) => vec![Value::from(true), checked.query, checked.schema],
        None => vec![Value::from(false), Value::new_object(), Value::new_object()],
    }))
}

/// None for what is wrong in OPA's sense; limits of ours stay errors.
fn tolerate<T>(tried: Try<T>) -> Try<Option<T>> {
    match tried {
        Ok(done) => Ok(Some(done)),
        Err(Failure::Builtin(_)) => Ok(None),
        Err(limit) => Err(limit),
    }
}

fn argument(arguments: &[Value], place: usize) -> &Value {
    arguments.get(place).unwrap_or(&Value::Undefined)
}

fn written(document: &impl Member) -> Value {
    document.write().unwrap_or_else(Value::new_object)
}

fn parser(text: &str) -> Try<Parser<'_>> {
    if text.len() > MAX_TEXT {
        return Err(Failure::Limit(format!(
            "a GraphQL text has more than {MAX_TEXT} bytes"
        )));
    }
    Ok(Parser::new(text))
}

fn query_of(value: &Value) -> Try<QueryDocument> {
    match value {
        Value::String(text) => parser(text)?.query_document(),
        tree => read(tree),
    }
}

fn schema_of(value: &Value) -> Try<SchemaDocument> {
    match value {
        Value::String(text) => parser(text)?.schema_document(),
        tree => read(tree),
    }
}

fn read<T: Member>(tree: &Value) -> Try<T> {
    if !matches!(tree, Value::Object(_)) {
        return Err(Failure::Builtin(format!(
            "GraphQL is expected as a string or an object, not {}",
            kind(tree)
        )));
    }
    let mut left = vec![(tree, 0)];
    let mut seen = 0;
    while let Some((value, depth)) = left.pop() {
        seen += 1;
        if seen > MAX_ITEMS || depth > MAX_DEPTH {
            return Err(Failure::Limit(format!(
                "a GraphQL syntax tree has more than {MAX_ITEMS} values or is deeper than \
                 {MAX_DEPTH}"
            )));
        }
        match value {
            Value::Array(items) => left.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Set(items) => left.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(items) => left.extend(items.values().map(|item| (item, depth + 1))),
            _ => {}
        }
    }
    T::read(tree)
}
