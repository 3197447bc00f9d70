//! `json.match_schema` and `json.verify_schema` (`v1/topdown/jsonschema.go`). The engine's library and
//! gojsonschema, which OPA has, follow different drafts: a schema is looked at only where both say the same.

use regorus::Value;

use super::documents::unmarshal;
use super::go_json::write_shortest;
use super::{Failure, Own, Result, call_by_name, kind};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: MATCH,
        arity: 2,
        call: match_schema,
    },
    Own {
        name: VERIFY,
        arity: 1,
        call: verify_schema,
    },
];

const MATCH: &str = "json.match_schema";
const VERIFY: &str = "json.verify_schema";

/// `[true, []]`. What does not match OPA describes in the words of gojsonschema, which the engine does
/// not have.
fn match_schema(arguments: &[Value]) -> Result {
    let [document, schema] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{MATCH}` expects a document and a schema"
        )));
    };
    let document = document_of(document)?;
    let schema = schema_of(MATCH, schema)?;
    match call_by_name(MATCH, &[document, schema]) {
        Ok(answer) if answer[0u64] == Value::from(true) => {
            Ok(Value::from(vec![true.into(), Value::new_array()]))
        }
        Ok(_) => Err(Failure::Limit(format!(
            "`{MATCH}` cannot say here what does not match the schema"
        ))),
        Err(Failure::Builtin(message) | Failure::Limit(message)) => Err(Failure::Limit(message)),
    }
}

/// `[true, null]`; of a schema that is none, as above.
fn verify_schema(arguments: &[Value]) -> Result {
    let [schema] = arguments else {
        return Err(Failure::Builtin(format!("`{VERIFY}` expects a schema")));
    };
    if let Value::String(_) = schema
        && let Err(Failure::Builtin(_)) = unmarshal(std::slice::from_ref(schema))
    {
        let wrong = Value::from("jsonschema: invalid JSON string");
        return Ok(Value::from(vec![false.into(), wrong]));
    }
    let schema = schema_of(VERIFY, schema)?;
    match call_by_name(VERIFY, &[schema]) {
        Ok(answer) if answer[0u64] == Value::from(true) => Ok(answer),
        _ => Err(Failure::Limit(format!(
            "`{VERIFY}` cannot say here what is wrong with the schema"
        ))),
    }
}

/// A document as JSON has it.
fn document_of(value: &Value) -> Result {
    match value {
        Value::String(_) => unmarshal(std::slice::from_ref(value)),
        Value::Object(_) | Value::Array(_) => {
            let json = write_shortest(MATCH, value)?;
            Value::from_json_str(&json)
                .map_err(|error| Failure::Limit(format!("`{MATCH}`: {error}")))
        }
        other => Err(wrong_kind(MATCH, other)),
    }
}

fn schema_of(name: &str, value: &Value) -> Result {
    let schema = match value {
        Value::String(_) => unmarshal(std::slice::from_ref(value))?,
        Value::Object(_) => value.clone(),
        other => return Err(wrong_kind(name, other)),
    };
    match other_keyword(&schema) {
        Some(keyword) => Err(Failure::Limit(format!(
            "`{name}` does not look at `{keyword}` as OPA does: leave it out of the schema"
        ))),
        None => Ok(schema),
    }
}

fn wrong_kind(name: &str, value: &Value) -> Failure {
    Failure::Builtin(format!(
        "`{name}` expects an object or JSON as text, not {}",
        kind(value)
    ))
}

/// What both read alike, whatever it holds.
const SIMPLE: [&str; 19] = [
    "const",
    "default",
    "description",
    "enum",
    "examples",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "required",
    "title",
    "type",
    "uniqueItems",
    "$comment",
];

/// The first keyword that is not read alike. A schema nests no deeper than JSON is read.
fn other_keyword(schema: &Value) -> Option<&str> {
    let Value::Object(keywords) = schema else {
        // Every value matches `true`, and none `false`.
        return (!matches!(schema, Value::Bool(_))).then_some("something that is no schema");
    };
    keywords.iter().find_map(|(keyword, value)| {
        let Value::String(keyword) = keyword else {
            return Some("a key that is no text");
        };
        let keyword = keyword.as_ref();
        match (keyword, value) {
            ("pattern", Value::String(pattern)) => is_other_pattern(pattern).then_some(keyword),
            ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(_)) => None,
            ("properties" | "definitions", Value::Object(schemas)) => {
                schemas.values().find_map(other_keyword)
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                schemas.iter().find_map(other_keyword)
            }
            ("not" | "if" | "then" | "else" | "additionalProperties" | "items", schema) => {
                other_keyword(schema)
            }
            ("$ref", Value::String(reference)) => {
                let is_alone = keywords.len() == 1 && reference.starts_with("#/definitions/");
                (!is_alone).then_some(keyword)
            }
            _ => (!SIMPLE.contains(&keyword)).then_some(keyword),
        }
    })
}

/// Whether an expression may mean one thing in Go and another in JavaScript.
fn is_other_pattern(pattern: &str) -> bool {
    !pattern
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"^$.*+-_/:@ ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Value {
        Value::from_json_str(text).unwrap()
    }

    #[test]
    fn a_document_that_matches_has_no_errors_and_one_that_does_not_is_an_error() {
        let schema = json(r#"{"type": "object", "required": ["id"]}"#);
        let matched = match_schema(&[json(r#"{"id": 1}"#), schema.clone()]).unwrap();
        assert_eq!(matched, json("[true, []]"));
        let other = match_schema(&[json("{}"), schema.clone()]);
        assert!(matches!(other, Err(Failure::Limit(_))), "{other:?}");
        assert_eq!(verify_schema(&[schema]), Ok(json("[true, null]")));
        let none = verify_schema(&[json(r#"{"type": "nope"}"#)]);
        assert!(matches!(none, Err(Failure::Limit(_))), "{none:?}");
        let no_json = verify_schema(&["{".into()]);
        let wanted = json(r#"[false, "jsonschema: invalid JSON string"]"#);
        assert_eq!(no_json, Ok(wanted));
    }

    #[test]
    fn documents_are_objects_lists_or_json_as_text() {
        for document in ["[1]", "{}", r#""1""#, r#""[]""#] {
            let matched = match_schema(&[json(document), json("{}")]);
            assert_eq!(matched, Ok(json("[true, []]")), "{document}");
        }
        for document in ["1", "null", "true", r#""x""#] {
            let wrong = match_schema(&[json(document), json("{}")]);
            assert!(matches!(wrong, Err(Failure::Builtin(_))), "{document}");
        }
    }

    #[test]
    fn keywords_that_drafts_read_in_their_own_way_are_an_error_in_either_mode() {
        for schema in [
            r#"{"format": "ipv4"}"#,
            r#"{"properties": {"a": {"dependencies": {}}}}"#,
            r#"{"items": [{"type": "number"}]}"#,
            r##"{"$ref": "#/definitions/a", "type": "object"}"##,
            r#"{"exclusiveMinimum": true}"#,
            r#"{"pattern": "\\d"}"#,
        ] {
            let answer = match_schema(&[json("[1]"), json(schema)]);
            assert!(matches!(answer, Err(Failure::Limit(_))), "{schema}");
        }
        let format = json(r#"{"properties": {"format": {"pattern": "^a"}}}"#);
        assert_eq!(match_schema(&[json("{}"), format]), Ok(json("[true, []]")));
    }
}
