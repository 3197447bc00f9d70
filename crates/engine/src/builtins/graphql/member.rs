//! How a node of GraphQL's syntax tree becomes a value and is read from one.
//!
//! Follows what Go's `encoding/json` makes of gqlparser's `ast` package, and how OPA's
//! `v1/topdown/graphql.go` prunes it: no positions, no nulls, nothing empty.

use std::collections::BTreeMap;

use regorus::Value;

use super::ast::Type;
use crate::builtins::{Failure, kind};

pub(super) type Try<T> = Result<T, Failure>;

/// Something that stands in a node.
pub(super) trait Member: Sized + Default {
    /// Its value; none where OPA prunes it.
    fn write(&self) -> Option<Value>;
    /// Reads it; `null` has been dealt with.
    fn read(value: &Value) -> Try<Self>;
    /// What a `null` in a list is.
    fn of_null() -> Try<Self> {
        Err(Failure::Limit(
            "a list of a GraphQL syntax tree has a null, for which OPA has no answer".to_owned(),
        ))
    }
}

fn expected(what: &str, found: &Value) -> Failure {
    Failure::Builtin(format!(
        "a GraphQL syntax tree: expected {what}, found {}",
        kind(found)
    ))
}

impl Member for String {
    fn write(&self) -> Option<Value> {
        Some(Value::from(self.as_str()))
    }

    fn read(value: &Value) -> Try<Self> {
        match value {
            Value::String(text) => Ok(text.to_string()),
            other => Err(expected("a string", other)),
        }
    }

    fn of_null() -> Try<Self> {
        Ok(Self::new())
    }
}

impl Member for bool {
    fn write(&self) -> Option<Value> {
        Some(Value::from(*self))
    }

    fn read(value: &Value) -> Try<Self> {
        match value {
            Value::Bool(truth) => Ok(*truth),
            other => Err(expected("a boolean", other)),
        }
    }
}

impl<T: Member> Member for Option<Box<T>> {
    fn write(&self) -> Option<Value> {
        self.as_ref().and_then(|inner| inner.write())
    }

    fn read(value: &Value) -> Try<Self> {
        Ok(Some(Box::new(T::read(value)?)))
    }
}

impl<T: Member> Member for Vec<T> {
    fn write(&self) -> Option<Value> {
        let items: Vec<Value> = self.iter().filter_map(Member::write).collect();
        (!items.is_empty()).then(|| Value::from(items))
    }

    fn read(value: &Value) -> Try<Self> {
        items(value)?
            .into_iter()
            .map(|item| match item {
                Value::Null => T::of_null(),
                item => T::read(item),
            })
            .collect()
    }
}

/// The items of a list; a set is one in the order of its members.
pub(super) fn items(value: &Value) -> Try<Vec<&Value>> {
    match value {
        Value::Array(items) => Ok(items.iter().collect()),
        Value::Set(items) => Ok(items.iter().collect()),
        other => Err(expected("an array", other)),
    }
}

/// What a validator notes in the tree. Nobody writes it there by hand, and reading it back would
/// be another implementation of everything below it.
const NOTES: [&str; 5] = [
    "Definition",
    "ObjectDefinition",
    "ParentDefinition",
    "VariableDefinition",
    "ExpectedType",
];

/// The members of a node that is read.
pub(super) struct Members<'a>(BTreeMap<&'a str, &'a Value>);

impl<'a> Members<'a> {
    /// Takes the members with these names. `exact` are the nodes that gqlparser decodes itself,
    /// by their exact names and without their comments; `encoding/json` takes any case, which is
    /// refused here.
    pub(super) fn of(value: &'a Value, names: &[&str], exact: bool) -> Try<Self> {
        let Value::Object(object) = value else {
            return Err(expected("an object", value));
        };
        let mut members = BTreeMap::new();
        for (key, value) in object.iter() {
            let Value::String(key) = key else { continue };
            let key: &str = key;
            if matches!(value, Value::Null) {
                continue;
            }
            if exact && key == "Comment" {
                continue;
            }
            if names.contains(&key) {
                members.insert(key, value);
                continue;
            }
            let is_like = |name: &&str| {
                if exact {
                    *name == key
                } else {
                    name.eq_ignore_ascii_case(key)
                }
            };
            if names.iter().any(is_like) || NOTES.iter().any(is_like) || exact && key == "Position"
            {
                return Err(Failure::Limit(format!(
                    "a GraphQL syntax tree: the member `{key}` is not supported"
                )));
            }
        }
        Ok(Self(members))
    }

    /// Reads a member; one that is not there is empty.
    pub(super) fn read<T: Member>(&self, name: &str) -> Try<T> {
        match self.0.get(name) {
            Some(value) => T::read(value),
            None => Ok(T::default()),
        }
    }
}

/// The name of a type, which a tree that was written by hand may lack.
pub(super) fn named(written: &Type) -> Try<&str> {
    match written.name() {
        "" => Err(Failure::Limit(
            "OPA has no answer to a GraphQL type without a name".to_owned(),
        )),
        name => Ok(name),
    }
}

/// The value of a node.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Option<Value> {
    let members: BTreeMap<Value, Value> = members
        .into_iter()
        .filter_map(|(name, value)| Some((Value::from(name), value?)))
        .collect();
    (!members.is_empty()).then(|| Value::from(members))
}
