//! Strings whose size is bounded.

use regorus::Value;

use super::replacer::cut;
use super::{Failure, MAX_TEXT, Own, Result, call_by_name, kind, text, too_long};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "concat",
        arity: 2,
        call: concat,
    },
    Own {
        name: "indexof",
        arity: 2,
        call: |arguments| find("indexof", arguments),
    },
    Own {
        name: "indexof_n",
        arity: 2,
        call: |arguments| find("indexof_n", arguments),
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
    Own {
        name: "substring",
        arity: 3,
        call: substring,
    },
    Own {
        name: "lower",
        arity: 1,
        call: lower,
    },
    Own {
        name: "upper",
        arity: 1,
        call: upper,
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

/// The engine's own, but for what OPA does not look for.
fn find(name: &str, arguments: &[Value]) -> Result {
    match arguments {
        [Value::String(_), Value::String(part)] if part.is_empty() => {
            Err(Failure::Builtin(format!("{name}: empty search character")))
        }
        _ => call_by_name(name, arguments),
    }
}

fn replace(arguments: &[Value]) -> Result {
    let name = "replace";
    let [value, old, new] = arguments else {
        return Err(Failure::builtin("`replace` expects three strings"));
    };
    let (value, old, new) = (text(name, value)?, text(name, old)?, text(name, new)?);
    if old.is_empty() && !value.is_ascii() {
        return Err(cut(name));
    }
    let found = value.matches(old).count();
    if value.len() + found.saturating_mul(new.len().saturating_sub(old.len())) > MAX_TEXT {
        return Err(too_long(name));
    }
    Ok(Value::from(value.replace(old, new)))
}

/// The engine's own, for whole numbers of 64 bits.
fn substring(arguments: &[Value]) -> Result {
    let name = "substring";
    if let [_, numbers @ ..] = arguments {
        for number in numbers {
            if let Value::Number(number) = number
                && (!number.is_integer() || number.as_i64().is_none())
            {
                return Err(Failure::Builtin(format!(
                    "{name}: operands must be integer numbers"
                )));
            }
        }
    }
    call_by_name(name, arguments)
}

/// Each character by itself, as Go does: what has two small letters in the standard library is one of
/// few, and a sigma at the end is like any other.
fn lower(arguments: &[Value]) -> Result {
    let [value] = arguments else {
        return Err(Failure::builtin("`lower` expects a string"));
    };
    let small = |character: char| character.to_lowercase().next().unwrap_or(character);
    let small: String = text("lower", value)?.chars().map(small).collect();
    Ok(Value::from(small))
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

/// As Go does it, character by character: one that has no single capital stays as it is.
fn upper(arguments: &[Value]) -> Result {
    let [value] = arguments else {
        return Err(Failure::builtin("`upper` expects a string"));
    };
    let capital = |character: char| {
        let mut capitals = character.to_uppercase();
        match (capitals.next(), capitals.next()) {
            (Some(capital), None) => capital,
            _ => with_iota(character),
        }
    };
    Ok(Value::from(
        text("upper", value)?
            .chars()
            .map(capital)
            .collect::<String>(),
    ))
}

/// Greek letters with an iota below have a capital of one character, which the standard library
/// writes as two.
fn with_iota(character: char) -> char {
    let distance = match character {
        '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}' => 8,
        '\u{1FB3}' | '\u{1FC3}' | '\u{1FF3}' => 9,
        _ => 0,
    };
    char::from_u32(u32::from(character) + distance).unwrap_or(character)
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

    /// The answers are those of OPA 1.20.2.
    #[test]
    fn letters_are_made_small_one_by_one() {
        for (value, wanted) in [("İΣΑΣ", "iσασ"), ("ABC", "abc"), ("ß", "ß")] {
            assert_eq!(lower(&[value.into()]), Ok(wanted.into()), "{value}");
        }
    }

    #[test]
    fn an_empty_text_is_replaced_in_ascii_alone() {
        let replaced = |value: &str| replace(&[value.into(), "".into(), "X".into()]);
        assert_eq!(replaced("ab"), Ok("XaXbX".into()));
        assert!(matches!(replaced("é"), Err(Failure::Limit(_))));
    }

    #[test]
    fn substrings_begin_and_end_at_whole_numbers() {
        let part = |from: Value, length: Value| substring(&["abc".into(), from, length]);
        assert_eq!(part(Value::from(1_u64), Value::from(1_u64)), Ok("b".into()));
        for wrong in [Value::from(1.5), Value::from(u64::MAX)] {
            let answer = part(wrong.clone(), Value::from(1_u64));
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{wrong:?}");
            let answer = part(Value::from(1_u64), wrong);
            assert!(matches!(answer, Err(Failure::Builtin(_))));
        }
    }

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
    fn a_capital_is_one_character() {
        let written = upper(&["aé ᾀ ΐ ŉ ǆ ß ﬁ ᾳ".into()]);
        assert_eq!(written, Ok(Value::from("AÉ ᾈ ΐ ŉ Ǆ ß ﬁ ᾼ")));
    }

    #[test]
    fn nothing_is_not_looked_for() {
        let arguments = [Value::from("abc"), Value::from("")];
        for name in ["indexof", "indexof_n"] {
            let answer = find(name, &arguments);
            assert!(matches!(answer, Err(Failure::Builtin(_))));
        }
        let found = find("indexof", &[Value::from("abc"), Value::from("c")]);
        assert_eq!(found, Ok(Value::from(2_i64)));
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
