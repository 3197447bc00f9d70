//! Encodings of bytes in texts: base64, and the query of a URL (`v1/topdown/encoding.go`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regorus::Value;

use super::keys::encoding::{go_text, standard, url};
use super::{Failure, Own, Result, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "base64.decode",
        arity: 1,
        call: |arguments| decode("base64.decode", arguments, |text| standard(text.as_bytes())),
    },
    Own {
        name: "base64.is_valid",
        arity: 1,
        call: is_valid,
    },
    Own {
        name: "base64url.decode",
        arity: 1,
        call: |arguments| decode("base64url.decode", arguments, url),
    },
    Own {
        name: "urlquery.decode",
        arity: 1,
        call: |arguments| decode("urlquery.decode", arguments, unescape),
    },
    Own {
        name: "urlquery.decode_object",
        arity: 1,
        call: decode_object,
    },
    Own {
        name: "urlquery.encode",
        arity: 1,
        call: encode,
    },
    Own {
        name: "urlquery.encode_object",
        arity: 1,
        call: encode_object,
    },
];

fn decode(name: &str, arguments: &[Value], bytes: fn(&str) -> Option<Vec<u8>>) -> Result {
    let [value] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects a string")));
    };
    let bytes = bytes(text(name, value)?)
        .ok_or_else(|| Failure::Builtin(format!("{name}: the text is not encoded so")))?;
    Ok(Value::from(go_text(&bytes)))
}

/// What is no text is not valid, and no error.
#[expect(clippy::unnecessary_wraps, reason = "the form of every built-in")]
fn is_valid(arguments: &[Value]) -> Result {
    let is_valid =
        matches!(arguments, [Value::String(text)] if standard(text.as_bytes()).is_some());
    Ok(Value::from(is_valid))
}

/// A part of a query (`url.QueryUnescape`): a plus is a blank.
fn unescape(written: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return None;
                }
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = &rest[2..];
            }
            other => bytes.push(*other),
        }
    }
    Some(bytes)
}

/// The values of each name (`url.ParseQuery`).
fn decode_object(arguments: &[Value]) -> Result {
    let name = "urlquery.decode_object";
    let [query] = arguments else {
        return Err(Failure::builtin(
            "`urlquery.decode_object` expects a string",
        ));
    };
    let mut values: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    for pair in text(name, query)?
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(key), Some(value), false) = (unescape(key), unescape(value), pair.contains(';'))
        else {
            return Err(Failure::Builtin(format!(
                "{name}: `{pair}` has an invalid escape or a semicolon"
            )));
        };
        let value = Value::from(go_text(&value));
        values
            .entry(Value::from(go_text(&key)))
            .or_default()
            .push(value);
    }
    let values = values
        .into_iter()
        .map(|(key, values)| (key, Value::from(values)));
    Ok(Value::from(values.collect::<BTreeMap<_, _>>()))
}

fn encode(arguments: &[Value]) -> Result {
    match arguments {
        [value] => text("urlquery.encode", value).map(escape).map(Value::from),
        _ => Err(Failure::builtin("`urlquery.encode` expects a string")),
    }
}

/// A text as a part of a query (`url.QueryEscape`).
fn escape(written: &str) -> String {
    let mut escaped = String::with_capacity(written.len());
    for byte in written.bytes() {
        match byte {
            b' ' => escaped.push('+'),
            b'-' | b'_' | b'.' | b'~' => escaped.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(escaped, "%{byte:02X}")),
        }
    }
    escaped
}

/// The names in order, each with all of its values (`url.Values.Encode`).
fn encode_object(arguments: &[Value]) -> Result {
    let name = "urlquery.encode_object";
    let failed = || {
        Failure::builtin(
            "`urlquery.encode_object` expects an object of strings, or arrays or sets of those",
        )
    };
    let [Value::Object(fields)] = arguments else {
        return Err(failed());
    };
    let encoded = |value: &Value| text(name, value).map(escape);
    let mut pairs = Vec::new();
    for (key, value) in fields.iter() {
        let values: Vec<&Value> = match value {
            Value::Array(values) => values.iter().collect(),
            Value::Set(values) => values.iter().collect(),
            value => vec![value],
        };
        for value in values {
            pairs.push(format!("{}={}", encoded(key)?, encoded(value)?));
        }
    }
    Ok(Value::from(pairs.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, argument: &str) -> Result {
        let own = TABLE.iter().find(|own| own.name == name).unwrap();
        (own.call)(&[Value::from(argument)])
    }

    #[test]
    fn what_is_decoded_is_what_go_decodes() {
        for (name, written, wanted) in [
            ("base64.decode", "YQ==\n", "a"),
            ("base64.decode", "YR==", "a"),
            ("base64url.decode", "YWj", "ah"),
            ("urlquery.decode", "a=", "a="),
            ("urlquery.decode", "a%20b+c", "a b c"),
            ("urlquery.decode", "%ff", "\u{fffd}"),
        ] {
            assert_eq!(call(name, written), Ok(Value::from(wanted)), "{written}");
        }
        for (name, written) in [
            ("base64.decode", "YQ"),
            ("base64.decode", "YQ==YQ=="),
            ("base64.decode", " YQ=="),
            ("base64url.decode", "YQ="),
            ("urlquery.decode", "a%2"),
            ("urlquery.decode", "%+1"),
            ("urlquery.decode_object", "a;b=1"),
            ("urlquery.decode_object", "a=%"),
        ] {
            let answer = call(name, written);
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{written}");
        }
        let fields = Value::from_json_str(r#"{"b": ["2", "1"], "a": "x y~*", "c": []}"#).unwrap();
        let encoded = encode_object(&[fields]);
        assert_eq!(encoded, Ok(Value::from("a=x+y~%2A&b=2&b=1")));
        let object = Value::from_json_str(r#"{"": ["c", ""], "a": ["1"], "b": [""]}"#).unwrap();
        assert_eq!(call("urlquery.decode_object", "a=1&&b&=c&="), Ok(object));
    }
}
