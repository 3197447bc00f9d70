//! The order of values and what depends on it: `max`, `min` and `sort` (`v1/topdown/aggregates.go`).

use std::cmp::Ordering;

use regorus::Value;

use super::{Failure, Own, kind};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "max",
        arity: 1,
        call: |arguments| Ok(sorted("max", arguments)?.pop().unwrap_or(Value::Undefined)),
    },
    Own {
        name: "min",
        arity: 1,
        call: |arguments| {
            let least = sorted("min", arguments)?.into_iter().next();
            Ok(least.unwrap_or(Value::Undefined))
        },
    },
    Own {
        name: "sort",
        arity: 1,
        call: |arguments| sorted("sort", arguments).map(Value::from),
    },
];

fn sorted(name: &str, arguments: &[Value]) -> std::result::Result<Vec<Value>, Failure> {
    let mut items: Vec<Value> = match arguments {
        [Value::Array(items)] => items.to_vec(),
        [Value::Set(items)] => items.iter().cloned().collect(),
        _ => {
            return Err(Failure::Builtin(format!(
                "`{name}` expects an array or a set, not {}",
                arguments.first().map_or("nothing", kind)
            )));
        }
    };
    items.sort_by(order);
    Ok(items)
}

/// The order of values, which is the engine's but for sets, that come last (`ast.Compare`).
pub(super) fn order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Set(_), Value::Object(_)) => Ordering::Greater,
        (Value::Object(_), Value::Set(_)) => Ordering::Less,
        (Value::Array(one), Value::Array(other)) => one
            .iter()
            .zip(other.iter())
            .map(|(one, other)| order(one, other))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| one.len().cmp(&other.len())),
        _ => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_comes_after_an_object() {
        let (set, object) = (Value::new_set(), Value::new_object());
        let both = Value::from(vec![set.clone(), object.clone()]);
        let call = |name: &str| {
            let own = TABLE.iter().find(|own| own.name == name).unwrap();
            (own.call)(std::slice::from_ref(&both)).unwrap()
        };
        assert_eq!(call("max"), set);
        assert_eq!(call("min"), object);
        assert_eq!(call("sort"), Value::from(vec![object, set]));
    }

    #[test]
    fn nothing_has_no_largest() {
        let none = sorted("max", &[Value::new_array()]);
        assert_eq!(none, Ok(Vec::new()));
        assert!(sorted("max", &[Value::Null]).is_err());
    }
}
