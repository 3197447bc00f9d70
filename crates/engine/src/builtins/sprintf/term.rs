//! Values as Rego writes them: what OPA hands to `fmt` for everything but numbers and strings.

use regorus::Value;

use super::quote::quote;

/// A value as Rego source.
pub(in crate::builtins) fn term(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number.format_decimal()),
        Value::String(text) => out.push_str(&quote(text, false)),
        Value::Undefined => out.push_str("<undefined>"),
        Value::Array(items) => {
            out.push('[');
            list(out, items.iter());
            out.push(']');
        }
        Value::Set(items) if items.is_empty() => out.push_str("set()"),
        Value::Set(items) => {
            out.push('{');
            list(out, items.iter_sorted());
            out.push('}');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter_sorted().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(out, key);
                out.push_str(": ");
                write(out, member);
            }
            out.push('}');
        }
    }
}

fn list<'a>(out: &mut String, items: impl Iterator<Item = &'a Value>) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(out, item);
    }
}
