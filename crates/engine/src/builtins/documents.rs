//! Whether a document is what it is said to be (`v1/topdown/encoding.go`, `v1/topdown/json.go`,
//! `v1/topdown/uuid.go`). The engine's own do the work; here is where OPA answers otherwise.

use std::collections::BTreeMap;

use regorus::Value;

use super::go_json::{indented, write_shortest};
use super::jwt::reads_in_go;
use super::{Failure, Own, Result, call_by_name, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "json.is_valid",
        arity: 1,
        call: is_valid,
    },
    Own {
        name: "json.marshal",
        arity: 1,
        call: marshal,
    },
    Own {
        name: "json.marshal_with_options",
        arity: 2,
        call: marshal_with_options,
    },
    Own {
        name: "json.unmarshal",
        arity: 1,
        call: unmarshal,
    },
    Own {
        name: "uuid.parse",
        arity: 1,
        call: parse_uuid,
    },
];

/// What is no text is not valid; for the engine it is an error.
fn is_valid(arguments: &[Value]) -> Result {
    let [Value::String(text)] = arguments else {
        return Ok(Value::from(false));
    };
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => Ok(Value::from(true)),
        Err(error) => readable("json.is_valid", &error.to_string()).map(|()| Value::from(false)),
    }
}

/// JSON that Go reads and the engine does not has no answer in either mode: a document must not hide
/// itself from a rule.
fn readable(name: &str, error: &str) -> std::result::Result<(), Failure> {
    if reads_in_go(error) {
        return Err(Failure::Limit(format!(
            "`{name}` cannot read this JSON, which OPA reads: {error}"
        )));
    }
    Ok(())
}

fn marshal(arguments: &[Value]) -> Result {
    match arguments {
        [value] => write_shortest("json.marshal", value).map(Value::from),
        _ => Err(Failure::builtin("`json.marshal` expects one operand")),
    }
}

/// Without a `pretty`, any of the other options asks for it.
fn marshal_with_options(arguments: &[Value]) -> Result {
    let name = "json.marshal_with_options";
    let [value, Value::Object(options)] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a value and an object"
        )));
    };
    let (mut prefix, mut indent, mut pretty) = ("", "\t", None);
    for (option, value) in options.iter() {
        match (option, value) {
            (Value::String(option), Value::String(text)) if option.as_ref() == "prefix" => {
                prefix = text;
            }
            (Value::String(option), Value::String(text)) if option.as_ref() == "indent" => {
                indent = text;
            }
            (Value::String(option), Value::Bool(wanted)) if option.as_ref() == "pretty" => {
                pretty = Some(*wanted);
            }
            _ => {
                return Err(Failure::Builtin(format!(
                    "`{name}` takes `prefix` and `indent`, strings, and `pretty`, a boolean"
                )));
            }
        }
    }
    let compact = write_shortest(name, value)?;
    if pretty.unwrap_or(!options.is_empty()) {
        indented(name, &compact, prefix, indent).map(Value::from)
    } else {
        Ok(Value::from(compact))
    }
}

pub(super) fn unmarshal(arguments: &[Value]) -> Result {
    let name = "json.unmarshal";
    let answer = call_by_name(name, arguments);
    // The engine does not say what it stumbled over.
    if let (Err(Failure::Builtin(_)), [Value::String(text)]) = (&answer, arguments)
        && let Err(error) = serde_json::from_str::<serde_json::Value>(text)
    {
        readable(name, &error.to_string())?;
    }
    answer
}

/// Of 38 bytes OPA looks at neither the first nor the last, which are braces when people write them.
fn parse_uuid(arguments: &[Value]) -> Result {
    let name = "uuid.parse";
    let [value] = arguments else {
        return Err(Failure::builtin("`uuid.parse` expects a string"));
    };
    let id = match text(name, value)? {
        id if id.len() == 38 => id.get(1..37).ok_or_else(|| {
            Failure::builtin("`uuid.parse` expects a UUID, not a text of other letters")
        })?,
        id => id,
    };
    match call_by_name(name, &[id.into()])? {
        Value::Object(fields) => Ok(fields_of_uuid(fields.iter())),
        _ => Err(Failure::Builtin(format!("{name}: invalid UUID"))),
    }
}

/// OPA calls the variant of before the standard reserved, and reads a time out of the versions 1 and 2
/// alone.
fn fields_of_uuid<'a>(fields: impl Iterator<Item = (&'a Value, &'a Value)>) -> Value {
    let mut fields: BTreeMap<Value, Value> = fields
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if fields.get(&Value::from("variant")) == Some(&Value::from("NCS")) {
        fields.insert(Value::from("variant"), Value::from("Reserved"));
    }
    let version = fields.get(&Value::from("version"));
    if ![1_u64, 2]
        .map(Value::from)
        .iter()
        .any(|timed| version == Some(timed))
    {
        fields.remove(&Value::from("time"));
    }
    Value::from(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Value {
        Value::from_json_str(text).unwrap()
    }

    #[test]
    fn what_is_no_text_is_not_valid() {
        assert_eq!(is_valid(&[json("1")]), Ok(Value::from(false)));
        assert_eq!(is_valid(&["{}".into()]), Ok(Value::from(true)));
        assert_eq!(is_valid(&["{".into()]), Ok(Value::from(false)));
    }

    #[test]
    fn of_a_uuid_of_38_bytes_the_first_and_the_last_are_not_looked_at() {
        let id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
        let expected = parse_uuid(&[id.into()]).unwrap();
        for (before, after) in [("{", "}"), ("x", "y"), (" ", " ")] {
            let written = format!("{before}{id}{after}");
            assert_eq!(parse_uuid(&[written.into()]), Ok(expected.clone()));
        }
        assert!(parse_uuid(&[format!("é{id}").into()]).is_err());
        assert!(parse_uuid(&["é".repeat(19).into()]).is_err());
    }

    #[test]
    fn only_the_first_versions_of_a_uuid_have_a_time() {
        for (id, wanted) in [
            (
                "00000000-0000-0000-0000-000000000000",
                r#"{"variant": "Reserved", "version": 0}"#,
            ),
            (
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                r#"{"variant": "RFC4122", "version": 7}"#,
            ),
            (
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                r#"{"variant": "Future", "version": 15}"#,
            ),
        ] {
            assert_eq!(parse_uuid(&[id.into()]), Ok(json(wanted)), "{id}");
        }
        let bad = parse_uuid(&["x".into()]);
        assert!(matches!(bad, Err(Failure::Builtin(_))));
    }

    #[test]
    fn json_is_laid_out_as_go_does() {
        let value = json(r#"{"b": [1, {}, []], "a": "x:,[{"}"#);
        for (options, wanted) in [
            (
                r#"{"indent": " ", "prefix": "> "}"#,
                "> {\n>  \"a\": \"x:,[{\",\n>  \"b\": [\n>   1,\n>   {},\n>   []\n>  ]\n> }",
            ),
            (
                r#"{"pretty": false, "indent": " "}"#,
                r#"{"a":"x:,[{","b":[1,{},[]]}"#,
            ),
            ("{}", r#"{"a":"x:,[{","b":[1,{},[]]}"#),
        ] {
            let written = marshal_with_options(&[value.clone(), json(options)]);
            assert_eq!(written, Ok(Value::from(wanted)), "{options}");
        }
        for options in [r#"{"other": 1}"#, r#"{"pretty": 1}"#, r#"{"indent": null}"#] {
            let answer = marshal_with_options(&[value.clone(), json(options)]);
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{options}");
        }
    }

    #[test]
    fn what_html_has_a_meaning_for_is_escaped_in_json() {
        let written = marshal(&[json(r#""<a&b>""#)]);
        assert_eq!(written, Ok(Value::from("\"\\u003ca\\u0026b\\u003e\"")));
    }
}
