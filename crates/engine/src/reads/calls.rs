//! What built-ins need of their arguments.

use std::sync::Arc;

use regorus::unstable::{BoolOp, Expr, Ref};

use super::definition::Definition;
use super::expression::text;
use super::flow::{Key, Variable};
use crate::builtins::{FIELDS, MEMBERS, MEMBERS_WHERE, OPERATORS, VALUE};

/// The value of a call of a built-in. Most need all of their arguments; what they give back of them is
/// needed as a whole then too.
pub(super) fn builtin(
    definition: &mut Definition<'_, '_>,
    name: &str,
    arguments: &[Ref<Expr>],
) -> Variable {
    match (name, arguments) {
        // The types of values are always kept.
        (
            "is_array" | "is_boolean" | "is_null" | "is_number" | "is_object" | "is_set"
            | "is_string" | "type_name",
            [value],
        ) => {
            definition.value(value);
        }
        ("count" | "object.keys", [collection]) => {
            let collection = definition.value(collection);
            definition.reader.flow.member(collection, Key::Any);
        }
        ("array.concat", [left, right]) => {
            let both = definition.reader.flow.collection();
            for array in [left, right] {
                let array = definition.value(array);
                let element = definition.reader.flow.member(array, Key::Any);
                definition.reader.flow.put(both, None, element);
            }
            return both;
        }
        ("object.get", [object, key, otherwise]) => {
            if let Some(path) = path(key) {
                let mut value = definition.value(object);
                for name in path {
                    value = definition.reader.flow.member(value, Key::Named(name));
                }
                let either = definition.value(otherwise);
                let result = definition.reader.flow.variable();
                definition.reader.flow.copy(value, result);
                definition.reader.flow.copy(either, result);
                return result;
            }
            needed(definition, arguments);
        }
        (MEMBERS | VALUE, [value]) => {
            let value = definition.value(value);
            let result = definition.reader.flow.other();
            definition.reader.flow.copy(value, result);
            return result;
        }
        (MEMBERS_WHERE, [collection, key, wanted]) => {
            let collection = definition.value(collection);
            let member = definition.reader.flow.member(collection, Key::Any);
            if let Some(key) = text(key) {
                definition.reader.flow.member(member, Key::Named(key));
            } else {
                definition.reader.flow.whole(member);
            }
            definition.value(wanted);
            let members = definition.reader.flow.collection();
            definition.reader.flow.put(members, None, member);
            return members;
        }
        (FIELDS, [object, keys]) => {
            let (object, keys) = (definition.value(object), definition.value(keys));
            definition.reader.flow.whole(keys);
            let fields = definition.reader.flow.collection();
            let member = definition.reader.flow.member(object, Key::Any);
            definition.reader.flow.put(fields, None, member);
            return fields;
        }
        (name, [left, right]) if name.strip_prefix(OPERATORS) == Some("equal") => {
            return definition.comparison(&BoolOp::Eq, left, right);
        }
        (name, [left, right]) if name.strip_prefix(OPERATORS) == Some("neq") => {
            return definition.comparison(&BoolOp::Ne, left, right);
        }
        (name, [value, collection]) if name.strip_prefix(OPERATORS) == Some("member_2") => {
            return definition.membership(value, collection);
        }
        _ => needed(definition, arguments),
    }
    definition.reader.flow.other()
}

fn needed(definition: &mut Definition<'_, '_>, arguments: &[Ref<Expr>]) {
    for argument in arguments {
        let argument = definition.value(argument);
        definition.reader.flow.whole(argument);
    }
}

/// A key, or the texts of a path, where they are spelled out.
fn path(key: &Expr) -> Option<Vec<Arc<str>>> {
    match key {
        Expr::Array { items, .. } if !items.is_empty() => {
            items.iter().map(|item| text(item)).collect()
        }
        key => Some(vec![text(key)?]),
    }
}
