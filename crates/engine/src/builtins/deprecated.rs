//! Built-ins that OPA dropped in v1 and that v0 policies still call.

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

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn not_a_collection(name: &str, arguments: &[Value]) -> Failure {
    let kind = arguments.first().map_or("nothing", kind);
    Failure::Builtin(format!("`{name}` expects a collection, not {kind}"))
}
