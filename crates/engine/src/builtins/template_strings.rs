//! Template strings, as OPA's compiler calls them (`v1/topdown/template_string.go`).

use regorus::Value;

use super::sprintf::term;
use super::{Failure, MAX_TEXT, Own, Result, TEMPLATE_STRING, kind, too_long};

pub(super) const TABLE: &[Own] = &[Own {
    name: TEMPLATE_STRING,
    arity: 1,
    call: template_string,
}];

/// Joins texts and the values of expressions; each of those is a set, empty where it has none.
fn template_string(arguments: &[Value]) -> Result {
    let [Value::Array(parts)] = arguments else {
        return Err(Failure::builtin(format!(
            "`{TEMPLATE_STRING}` expects an array"
        )));
    };
    let mut joined = String::new();
    for part in parts.iter() {
        match part {
            Value::Set(values) => {
                let mut values = values.iter();
                match (values.next(), values.next()) {
                    (None, _) => joined.push_str("<undefined>"),
                    (Some(value), None) => push(&mut joined, value),
                    // OPA halts too: it is not undefined.
                    (Some(_), Some(_)) => {
                        return Err(Failure::Limit(
                            "template-strings must not produce multiple outputs".to_owned(),
                        ));
                    }
                }
            }
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {
                push(&mut joined, part);
            }
            other => {
                return Err(Failure::Limit(format!(
                    "`{TEMPLATE_STRING}` expects texts and sets, not {}",
                    kind(other)
                )));
            }
        }
        if joined.len() > MAX_TEXT {
            return Err(too_long(TEMPLATE_STRING));
        }
    }
    Ok(joined.into())
}

fn push(joined: &mut String, value: &Value) {
    match value {
        Value::String(text) => joined.push_str(text),
        other => joined.push_str(&term(other)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn set(values: &[Value]) -> Value {
        Value::from(values.iter().cloned().collect::<BTreeSet<_>>())
    }

    fn joined(parts: &str) -> Result {
        template_string(&[Value::from_json_str(parts).unwrap()])
    }

    #[test]
    fn texts_stand_as_they_are_and_values_as_terms() {
        let parts = Value::from(vec![
            Value::from("a "),
            set(&[Value::from("b")]),
            set(&[Value::from(vec![Value::from(1), Value::from("c")])]),
            set(&[]),
        ]);
        let text = template_string(&[parts]).unwrap();
        assert_eq!(text, Value::from("a b[1, \"c\"]<undefined>"));
    }

    #[test]
    fn several_values_and_other_kinds_are_errors_in_either_mode() {
        let two = set(&[Value::from(1), Value::from(2)]);
        let parts = Value::from(vec![two]);
        assert!(matches!(template_string(&[parts]), Err(Failure::Limit(_))));
        assert!(matches!(joined("[[1]]"), Err(Failure::Limit(_))));
        assert!(matches!(joined("1"), Err(Failure::Builtin(_))));
    }
}
