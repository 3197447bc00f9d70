//! Built-ins that OPA dropped in v1 and that v0 policies still call.

use std::collections::BTreeSet;

use regorus::Value;

use super::{Failure, Own, Result, kind, regexes};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "all",
        arity: 1,
        call: all,
    },
    Own {
        name: "any",
        arity: 1,
        call: any,
    },
    Own {
        name: "cast_array",
        arity: 1,
        call: cast_array,
    },
    Own {
        name: "cast_boolean",
        arity: 1,
        call: |arguments| {
            cast("boolean", arguments, |value| {
                matches!(value, Value::Bool(_))
            })
        },
    },
    Own {
        name: "cast_null",
        arity: 1,
        call: |arguments| cast("null", arguments, |value| matches!(value, Value::Null)),
    },
    Own {
        name: "cast_object",
        arity: 1,
        call: |arguments| {
            cast("object", arguments, |value| {
                matches!(value, Value::Object(_))
            })
        },
    },
    Own {
        name: "cast_set",
        arity: 1,
        call: cast_set,
    },
    Own {
        name: "cast_string",
        arity: 1,
        call: |arguments| {
            cast("string", arguments, |value| {
                matches!(value, Value::String(_))
            })
        },
    },
    Own {
        name: "re_match",
        arity: 2,
        call: regexes::is_match,
    },
    Own {
        name: "set_diff",
        arity: 2,
        call: set_diff,
    },
];

fn all(arguments: &[Value]) -> Result {
    match arguments {
        [Value::Array(items)] => Ok(Value::from(items.iter().all(is_true))),
        [Value::Set(items)] => Ok(Value::from(items.iter().all(is_true))),
        _ => Err(not_a_collection("all", arguments)),
    }
}

fn any(arguments: &[Value]) -> Result {
    match arguments {
        [Value::Array(items)] => Ok(Value::from(items.iter().any(is_true))),
        [Value::Set(items)] => Ok(Value::from(items.iter().any(is_true))),
        _ => Err(not_a_collection("any", arguments)),
    }
}

fn set_diff(arguments: &[Value]) -> Result {
    match arguments {
        [Value::Set(left), Value::Set(right)] => Ok(left.difference(right).into_value()),
        _ => Err(not_a_collection("set_diff", arguments)),
    }
}

fn cast_array(arguments: &[Value]) -> Result {
    match arguments {
        [Value::Array(_)] => Ok(arguments[0].clone()),
        [Value::Set(items)] => Ok(Value::from(items.iter().cloned().collect::<Vec<_>>())),
        _ => Err(not_a_collection("cast_array", arguments)),
    }
}

fn cast_set(arguments: &[Value]) -> Result {
    match arguments {
        [Value::Set(_)] => Ok(arguments[0].clone()),
        [Value::Array(items)] => Ok(Value::from(items.iter().cloned().collect::<BTreeSet<_>>())),
        _ => Err(not_a_collection("cast_set", arguments)),
    }
}

/// The value itself, when it is of that type.
fn cast(wanted: &str, arguments: &[Value], is: fn(&Value) -> bool) -> Result {
    match arguments {
        [value] if is(value) => Ok(value.clone()),
        _ => Err(Failure::Builtin(format!(
            "`cast_{wanted}` expects a value of that type, not {}",
            arguments.first().map_or("nothing", kind)
        ))),
    }
}

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn not_a_collection(name: &str, arguments: &[Value]) -> Failure {
    let kind = arguments.first().map_or("nothing", kind);
    Failure::Builtin(format!("`{name}` expects a collection, not {kind}"))
}
