//! Strings whose size is bounded.

use regorus::Value;

use super::{Failure, MAX_TEXT, Own, Result, kind, text, too_long};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "concat",
        arity: 2,
        call: concat,
    },
    Own {
        name: "replace",
        arity: 3,
        call: replace,
    },
    Own {
        name: "strings.split_n",
        arity: 3,
        call: split_n,
    },
    Own {
        name: "strings.count",
        arity: 2,
        call: count,
    },
];

fn concat(arguments: &[Value]) -> Result {
    let name = "concat";
    let [delimiter, collection] = arguments else {
        return Err(Failure::builtin(
            "`concat` expects a delimiter and a collection",
        ));
    };
    let delimiter = text(name, delimiter)?;
    let mut parts = Vec::new();
    match collection {
        Value::Array(items) => {
            for item in items.iter() {
                parts.push(text(name, item)?);
            }
        }
        Value::Set(items) => {
            for item in items.iter() {
                parts.push(text(name, item)?);
            }
        }
        other => {
            return Err(Failure::Builtin(format!(
                "`concat` expects an array or a set of strings, not {}",
                kind(other)
            )));
        }
    }
    let size: usize = parts.iter().map(|part| part.len() + delimiter.len()).sum();
    if size > MAX_TEXT {
        return Err(too_long(name));
    }
    Ok(Value::from(parts.join(delimiter)))
}

fn replace(arguments: &[Value]) -> Result {
    let name = "replace";
    let [value, old, new] = arguments else {
        return Err(Failure::builtin("`replace` expects three strings"));
    };
    let (value, old, new) = (text(name, value)?, text(name, old)?, text(name, new)?);
    let found = value.matches(old).count();
    if value.len() + found.saturating_mul(new.len().saturating_sub(old.len())) > MAX_TEXT {
        return Err(too_long(name));
    }
    Ok(Value::from(value.replace(old, new)))
}

/// The first parts, or the last ones where the number is negative; an empty delimiter stands
/// between any two characters.
fn split_n(arguments: &[Value]) -> Result {
    let name = "strings.split_n";
    let [value, delimiter, number] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects two strings and a number"
        )));
    };
    let (value, delimiter) = (text(name, value)?, text(name, delimiter)?);
    let number = match number {
        Value::Number(number) if number.is_integer() => number.as_i64(),
        _ => None,
    };
    let Some(number) = number else {
        return Err(Failure::Builtin(format!("`{name}` expects an integer")));
    };
    let parts: Vec<Value> = if delimiter.is_empty() {
        value.chars().map(|c| Value::from(c.to_string())).collect()
    } else {
        value.split(delimiter).map(Value::from).collect()
    };
    let wanted = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
    let wanted = wanted.min(parts.len());
    let range = if number < 0 {
        parts.len() - wanted..parts.len()
    } else {
        0..wanted
    };
    Ok(Value::from(parts[range].to_vec()))
}

/// As Go counts: without overlaps, and the empty text once before each character and at the end.
fn count(arguments: &[Value]) -> Result {
    let name = "strings.count";
    let [value, part] = arguments else {
        return Err(Failure::builtin("`strings.count` expects two strings"));
    };
    let (value, part) = (text(name, value)?, text(name, part)?);
    Ok(Value::from(value.matches(part).count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_is_gos() {
        for (value, part, times) in [
            ("cheese", "e", 3usize),
            ("five", "", 5),
            ("aaaa", "aa", 2),
            ("", "x", 0),
        ] {
            let counted = count(&[Value::from(value), Value::from(part)]);
            assert_eq!(counted, Ok(Value::from(times)), "{value} {part}");
        }
    }

    #[test]
    fn replacing_and_joining_are_bounded() {
        let replaced = replace(&[Value::from("a.b"), Value::from("."), Value::from("-")]);
        assert_eq!(replaced, Ok(Value::from("a-b")));
        let around = replace(&[Value::from("ab"), Value::from(""), Value::from("-")]);
        assert_eq!(around, Ok(Value::from("-a-b-")));
        let long = Value::from("a".repeat(1 << 20));
        let bomb = replace(&[long.clone(), Value::from("a"), Value::from("b".repeat(100))]);
        assert!(matches!(bomb, Err(Failure::Limit(_))));
        let parts = Value::from(vec![long; 20]);
        assert!(matches!(
            concat(&[Value::from(","), parts]),
            Err(Failure::Limit(_))
        ));
        let mixed = Value::from(vec![Value::from("a"), Value::from(1i64)]);
        assert!(matches!(
            concat(&[Value::from(","), mixed]),
            Err(Failure::Builtin(_))
        ));
    }
}
