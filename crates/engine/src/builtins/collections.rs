//! Collections whose size is bounded.

use regorus::Value;

use super::{FIELDS, Failure, MAX_ITEMS, MEMBERS, Own, Result, VALUE, kind, too_many};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "array.concat",
        arity: 2,
        call: array_concat,
    },
    Own {
        name: "array.flatten",
        arity: 1,
        call: flatten,
    },
    Own {
        name: "count",
        arity: 1,
        call: count,
    },
    Own {
        name: MEMBERS,
        arity: 1,
        call: members,
    },
    Own {
        name: FIELDS,
        arity: 2,
        call: fields,
    },
    Own {
        name: "internal.member_2",
        arity: 2,
        call: member,
    },
    Own {
        name: "internal.member_3",
        arity: 3,
        call: member_with_key,
    },
    Own {
        name: VALUE,
        arity: 1,
        call: value,
    },
];

/// A collection as it is, and nothing where it is none: that is no error of the policy.
pub(super) fn members(arguments: &[Value]) -> Result {
    match arguments {
        [collection @ (Value::Array(_) | Value::Set(_) | Value::Object(_))] => {
            Ok(collection.clone())
        }
        [_] => Ok(Value::Undefined),
        _ => Err(Failure::builtin(format!("`{MEMBERS}` expects one operand"))),
    }
}

/// Whether a collection has a value (`v1/topdown/membership.go`); what is none has nothing.
pub(crate) fn has(collection: &Value, value: &Value) -> bool {
    match collection {
        Value::Array(items) => items.contains(value),
        Value::Set(items) => items.contains(value),
        Value::Object(fields) => fields.values().any(|field| field == value),
        _ => false,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as every built-in")]
fn member(arguments: &[Value]) -> Result {
    let [value, collection] = arguments else {
        return Ok(Value::Bool(false));
    };
    Ok(Value::Bool(has(collection, value)))
}

/// The same under a key.
#[expect(clippy::unnecessary_wraps, reason = "as every built-in")]
fn member_with_key(arguments: &[Value]) -> Result {
    let [key, value, collection] = arguments else {
        return Ok(Value::Bool(false));
    };
    Ok(Value::Bool(match collection {
        Value::Array(items) => {
            let index = key
                .as_u64()
                .ok()
                .and_then(|index| usize::try_from(index).ok());
            index.and_then(|index| items.get(index)) == Some(value)
        }
        Value::Set(items) => key == value && items.contains(value),
        Value::Object(fields) => fields.get(key) == Some(value),
        _ => false,
    }))
}

/// The values of an object under an array of keys, in their order, where it has these and no other.
fn fields(arguments: &[Value]) -> Result {
    let [object, Value::Array(keys)] = arguments else {
        return Err(Failure::builtin(format!(
            "`{FIELDS}` expects a value and an array of keys"
        )));
    };
    let Value::Object(object) = object else {
        return Ok(Value::Undefined);
    };
    let values: Option<Vec<Value>> = keys.iter().map(|key| object.get(key).cloned()).collect();
    Ok(match values {
        Some(values) if keys.len() == object.len() => Value::from(values),
        _ => Value::Undefined,
    })
}

/// How many members a collection has, or how many characters a text: the engine counts these as UTF-16.
fn count(arguments: &[Value]) -> Result {
    let count = match arguments {
        [Value::String(text)] => text.chars().count(),
        [Value::Array(items)] => items.len(),
        [Value::Set(items)] => items.len(),
        [Value::Object(fields)] => fields.len(),
        other => {
            return Err(Failure::Builtin(format!(
                "`count` expects a collection or a string, not {}",
                other.first().map_or("nothing", kind)
            )));
        }
    };
    Ok(Value::from(count))
}

fn value(arguments: &[Value]) -> Result {
    match arguments {
        [value] => Ok(value.clone()),
        _ => Err(Failure::builtin(format!("`{VALUE}` expects one operand"))),
    }
}

fn array_concat(arguments: &[Value]) -> Result {
    if let [Value::Array(left), Value::Array(right)] = arguments {
        if left.len() + right.len() > MAX_ITEMS {
            return Err(too_many("array.concat"));
        }
        let items: Vec<Value> = left.iter().chain(right.iter()).cloned().collect();
        return Ok(Value::from(items));
    }
    let bad = arguments
        .iter()
        .find(|argument| !matches!(argument, Value::Array(_)));
    Err(Failure::Builtin(format!(
        "`array.concat` expects arrays, not {}",
        bad.map_or("nothing", kind)
    )))
}

/// The members of the arrays in an array, one level deep, and its other members as they are.
fn flatten(arguments: &[Value]) -> Result {
    let [Value::Array(items)] = arguments else {
        return Err(Failure::Builtin(format!(
            "`array.flatten` expects an array, not {}",
            arguments.first().map_or("nothing", kind)
        )));
    };
    let mut flat = Vec::new();
    for item in items.iter() {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
        if flat.len() > MAX_ITEMS {
            return Err(too_many("array.flatten"));
        }
    }
    Ok(Value::from(flat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_their_halves() {
        assert_eq!(count(&["a😀é".into()]), Ok(Value::from(3_u64)));
        assert!(matches!(count(&[Value::Null]), Err(Failure::Builtin(_))));
    }
}
