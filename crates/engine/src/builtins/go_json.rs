//! JSON as OPA writes a value: `ast.JSON` and then `json.Marshal` of Go. Keys are sorted, sets are
//! arrays, and what HTML has a meaning for is escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regorus::Value;

use super::{Failure, MAX_TEXT, too_long};

/// Deepest value that is written.
const MAX_DEPTH: usize = 128;

/// A value as text.
///
/// # Errors
/// It is too long or too deep, or has a number that OPA would write as its source has it, which is
/// not known any more.
pub(super) fn write(name: &str, value: &Value) -> Result<String, Failure> {
    let mut written = String::new();
    append(name, value, &mut written, 0)?;
    Ok(written)
}

fn append(name: &str, value: &Value, to: &mut String, depth: usize) -> Result<(), Failure> {
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
            to.push_str(&whole(name, is_whole, number.format_decimal())?);
        }
        Value::String(text) => quote(text, to),
        Value::Array(items) => list(name, items.iter(), to, depth)?,
        Value::Set(items) => list(name, items.iter(), to, depth)?,
        Value::Object(fields) => {
            let mut sorted = BTreeMap::new();
            for (key, value) in fields.iter() {
                let key = match key {
                    Value::String(key) => key.to_string(),
                    other => {
                        let mut key = String::new();
                        append(name, other, &mut key, depth + 1)?;
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
                append(name, value, to, depth + 1)?;
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
    to: &mut String,
    depth: usize,
) -> Result<(), Failure> {
    to.push('[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            to.push(',');
        }
        append(name, item, to, depth + 1)?;
    }
    to.push(']');
    Ok(())
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
