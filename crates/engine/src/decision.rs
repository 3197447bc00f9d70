//! What a query's value means.

use domain::{Decision, InputShape};
use regorus::Value;

/// What a value decides, and the values of its messages in a stable order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    Passed,
    Failed(Vec<Value>),
    /// No answer, and why.
    Errored(String),
}

impl Verdict {
    pub(crate) fn decision(&self) -> Decision {
        match self {
            Self::Passed => Decision::Passed,
            Self::Failed(_) => Decision::Failed,
            Self::Errored(_) => Decision::Errored,
        }
    }
}

/// Reads the value of `query`.
pub(crate) fn decide(shape: InputShape, query: &str, value: &Value) -> Verdict {
    match (shape, value) {
        (_, Value::Set(members)) => of(members.iter_sorted().cloned().collect()),
        (_, Value::Array(elements)) => of(elements.iter().cloned().collect()),
        // A typo in the query, or a rule that lost its cases, would otherwise pass everything.
        (InputShape::Tfe, Value::Undefined) => Verdict::Errored(format!(
            "`{query}` is undefined: give it a value in every case, as `default deny := []` does"
        )),
        (InputShape::Tfe, other) => Verdict::Errored(format!(
            "`{query}` is {}: it must be a set or an array of messages",
            kind(other)
        )),
        (InputShape::Scalr, Value::Undefined | Value::Bool(false)) => Verdict::Passed,
        (InputShape::Scalr, Value::Bool(true)) => {
            of(vec![Value::from(format!("denied by `{query}`"))])
        }
        // What `deny[msg] if …` makes in v1: an object whose keys are the messages.
        (InputShape::Scalr, Value::Object(members)) => of(members
            .iter_sorted()
            .filter(|(_, value)| **value != Value::Bool(false))
            .map(|(key, _)| key.clone())
            .collect()),
        (InputShape::Scalr, other) => Verdict::Errored(format!(
            "`{query}` is {}: it must be a set, an array or an object of messages, or a boolean",
            kind(other)
        )),
    }
}

fn of(messages: Vec<Value>) -> Verdict {
    if messages.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed(messages)
    }
}

/// A message as people read it: text as it is, everything else as compact JSON.
pub(crate) fn text(message: &Value) -> String {
    match message {
        Value::String(text) => text.to_string(),
        other => other.to_string(),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Set(_) => "a set",
        Value::Undefined => "undefined",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(shape: InputShape, json: &str) -> Decision {
        let value = Value::from_json_str(json).unwrap();
        decide(shape, "data.terraform.deny", &value).decision()
    }

    #[test]
    fn tfe_needs_a_set_or_an_array() {
        use Decision::{Errored, Failed, Passed};
        for (json, decision) in [
            ("[]", Passed),
            ("[\"x\"]", Failed),
            ("[false]", Failed),
            ("{}", Errored),
            ("{\"a\": true}", Errored),
            ("true", Errored),
            ("false", Errored),
            ("null", Errored),
            ("0", Errored),
            ("\"\"", Errored),
        ] {
            assert_eq!(verdict(InputShape::Tfe, json), decision, "{json}");
        }
        let query = "data.a";
        assert!(matches!(
            decide(InputShape::Tfe, query, &Value::Undefined),
            Verdict::Errored(_)
        ));
        assert_eq!(
            decide(InputShape::Tfe, query, &Value::new_set()),
            Verdict::Passed
        );
    }

    #[test]
    fn scalr_takes_every_shape_that_is_written() {
        use Decision::{Errored, Failed, Passed};
        for (json, decision) in [
            ("[]", Passed),
            ("[\"x\"]", Failed),
            ("{}", Passed),
            ("{\"a\": false}", Passed),
            ("{\"a\": true, \"b\": false}", Failed),
            ("true", Failed),
            ("false", Passed),
            ("null", Errored),
            ("0", Errored),
            ("\"no\"", Errored),
        ] {
            assert_eq!(verdict(InputShape::Scalr, json), decision, "{json}");
        }
        let query = "data.terraform.deny";
        assert_eq!(
            decide(InputShape::Scalr, query, &Value::Undefined),
            Verdict::Passed
        );
    }

    #[test]
    fn messages_are_text_or_compact_json() {
        assert_eq!(text(&Value::from("a \"b\"")), "a \"b\"");
        let object = Value::from_json_str(r#"{"b": [1, 2], "a": "x"}"#).unwrap();
        assert_eq!(text(&object), r#"{"a":"x","b":[1,2]}"#);
    }
}
