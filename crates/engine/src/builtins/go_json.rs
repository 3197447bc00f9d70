//! JSON as OPA writes a value: `ast.JSON` and then `json.Marshal` of Go. Keys are sorted, sets are
//! arrays, and what HTML has a meaning for is escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regorus::Value;

use super::{Failure, MAX_TEXT, too_long};

/// Deepest value that is written.
const MAX_DEPTH: usize = 128;

/// What becomes of a fraction, which OPA writes as its source has it: that is not known any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fractions {
    /// An error: another spelling would be another signature.
    Refused,
    /// The shortest spelling, which is what most sources have.
    Shortest,
}

/// A value as text.
///
/// # Errors
/// It is too long or too deep, or has a fraction.
pub(super) fn write(name: &str, value: &Value) -> Result<String, Failure> {
    let mut written = String::new();
    append(name, value, Fractions::Refused, &mut written, 0)?;
    Ok(written)
}

/// A value as text, fractions in their shortest spelling.
///
/// # Errors
/// It is too long or too deep.
pub(super) fn write_shortest(name: &str, value: &Value) -> Result<String, Failure> {
    let mut written = String::new();
    append(name, value, Fractions::Shortest, &mut written, 0)?;
    Ok(written)
}

/// Compact JSON laid out over lines (`json.MarshalIndent`), the first of which has the prefix too.
///
/// # Errors
/// It is too long.
pub(super) fn indented(
    name: &str,
    compact: &str,
    prefix: &str,
    indent: &str,
) -> Result<String, Failure> {
    let mut written = prefix.to_owned();
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    let mut before = ' ';
    for character in compact.chars() {
        if written.len() > MAX_TEXT {
            return Err(too_long(name));
        }
        let line = |written: &mut String, depth: usize| {
            written.push('\n');
            written.push_str(prefix);
            written.push_str(&indent.repeat(depth));
        };
        if in_text {
            in_text = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
            written.push(character);
            continue;
        }
        let opens_empty = matches!((before, character), ('{', '}') | ('[', ']'));
        match character {
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !opens_empty {
                    line(&mut written, depth);
                }
            }
            _ if matches!(before, '{' | '[' | ',') => line(&mut written, depth),
            _ => {}
        }
        written.push(character);
        match character {
            '{' | '[' => depth += 1,
            ':' => written.push(' '),
            '"' => in_text = true,
            _ => {}
        }
        before = character;
    }
    Ok(written)
}

fn append(
    name: &str,
    value: &Value,
    fractions: Fractions,
    to: &mut String,
    depth: usize,
) -> Result<(), Failure> {
    if depth > MAX_DEPTH {
        return Err(Failure::Limit(format!(
            "`{name}` does not write values deeper than {MAX_DEPTH}"
        )));
    }
    if to.len() > MAX_TEXT {
        return Err(too_long(name));
    }
    match value {
        Value::Null => to.push_str("null"),
        Value::Bool(true) => to.push_str("true"),
        Value::Bool(false) => to.push_str("false"),
        Value::Number(number) => {
            let is_whole = number.as_big().is_some();
            let text = number.format_decimal();
            to.push_str(&match (whole(name, is_whole, text), fractions) {
                (Ok(text), _) => text,
                (Err(_), Fractions::Shortest) => shortest(name, value)?,
                (Err(refusal), Fractions::Refused) => return Err(refusal),
            });
        }
        Value::String(text) => quote(text, to),
        Value::Array(items) => list(name, items.iter(), fractions, to, depth)?,
        Value::Set(items) => list(name, items.iter(), fractions, to, depth)?,
        Value::Object(fields) => {
            let mut sorted = BTreeMap::new();
            for (key, value) in fields.iter() {
                let key = match key {
                    Value::String(key) => key.to_string(),
                    other => {
                        let mut key = String::new();
                        append(name, other, fractions, &mut key, depth + 1)?;
                        key
                    }
                };
                sorted.insert(key, value);
            }
            to.push('{');
            for (place, (key, value)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    to.push(',');
                }
                quote(&key, to);
                to.push(':');
                append(name, value, fractions, to, depth + 1)?;
            }
            to.push('}');
        }
        Value::Undefined => {
            return Err(Failure::Builtin(format!("`{name}`: a value is undefined")));
        }
    }
    Ok(())
}

fn list<'a>(
    name: &str,
    items: impl Iterator<Item = &'a Value>,
    fractions: Fractions,
    to: &mut String,
    depth: usize,
) -> Result<(), Failure> {
    to.push('[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            to.push(',');
        }
        append(name, item, fractions, to, depth + 1)?;
    }
    to.push(']');
    Ok(())
}

/// A number as the engine writes it.
fn shortest(name: &str, number: &Value) -> Result<String, Failure> {
    number
        .to_json_str()
        .map_err(|error| Failure::Limit(format!("`{name}`: {error}")))
}

fn whole(name: &str, is_whole: bool, text: String) -> Result<String, Failure> {
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if !is_whole || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::Limit(format!(
            "`{name}` writes whole numbers alone, not {text}: OPA keeps the spelling of others, \
             which is lost here"
        )));
    }
    Ok(text)
}

fn quote(text: &str, to: &mut String) {
    to.push('"');
    for character in text.chars() {
        match character {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            '\u{8}' => to.push_str("\\b"),
            '\u{c}' => to.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(to, "\\u{:04x}", u32::from(character));
            }
            other => to.push(other),
        }
    }
    to.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_go_does() {
        let value =
            Value::from_json_str(r#"{"b": [1, {}], "a": "<\u2028\b\u0001é\"", "c": {"d": null}}"#);
        assert_eq!(
            write("f", &value.unwrap()).unwrap(),
            r#"{"a":"\u003c\u2028\b\u0001é\"","b":[1,{}],"c":{"d":null}}"#
        );
    }

    #[test]
    fn fractions_are_as_short_as_they_can_be() {
        let value = Value::from_json_str(r#"{"b": 1.5, "a": [0.1, 1]}"#).unwrap();
        assert_eq!(
            write_shortest("f", &value).unwrap(),
            r#"{"a":[0.1,1],"b":1.5}"#
        );
    }

    #[test]
    fn a_number_whose_spelling_is_lost_is_refused() {
        for number in ["1.5", "1e100"] {
            let value = Value::from_json_str(number).unwrap();
            assert!(
                matches!(write("f", &value), Err(Failure::Limit(_))),
                "{number}"
            );
        }
        let value = Value::from_numeric_string("-18446744073709551617").unwrap();
        assert_eq!(write("f", &value).unwrap(), "-18446744073709551617");
    }
}
