//! Objects by the paths into them: `json.filter`, `json.remove` (`v1/topdown/json.go`), and whether
//! one value is part of another: `object.subset` (`v1/topdown/subset.go`).

use std::collections::BTreeMap;

use regorus::Value;

use super::{Failure, Own, Result, call_by_name, kind};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "json.filter",
        arity: 2,
        call: |arguments| by_paths("json.filter", arguments, filtered),
    },
    Own {
        name: "json.remove",
        arity: 2,
        call: |arguments| {
            by_paths("json.remove", arguments, |value, paths| {
                removed(value, Some(paths)).unwrap_or(Value::Undefined)
            })
        },
    },
    Own {
        name: "json.patch",
        arity: 2,
        call: patch,
    },
    Own {
        name: "object.subset",
        arity: 2,
        call: is_subset,
    },
];

/// Paths by their steps; the end of one has nothing below it.
#[derive(Default)]
struct Paths {
    below: BTreeMap<Value, Option<Paths>>,
}

impl Paths {
    /// A path that goes on where another ends adds nothing; one that ends where others go on
    /// takes their place.
    fn add(&mut self, path: &[Value]) {
        let [step, rest @ ..] = path else {
            return;
        };
        if rest.is_empty() {
            self.below.insert(step.clone(), None);
        } else if let Some(paths) = self
            .below
            .entry(step.clone())
            .or_insert_with(|| Some(Self::default()))
        {
            paths.add(rest);
        }
    }
}

fn by_paths(name: &str, arguments: &[Value], answer: fn(&Value, &Paths) -> Value) -> Result {
    let [object @ Value::Object(_), paths] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects an object and an array or a set of paths"
        )));
    };
    let mut read = Paths::default();
    match paths {
        Value::Array(paths) => {
            for one in paths.iter() {
                read.add(&path(name, one)?);
            }
        }
        Value::Set(paths) => {
            for one in paths.iter() {
                read.add(&path(name, one)?);
            }
        }
        other => {
            return Err(Failure::Builtin(format!(
                "`{name}` expects an array or a set of paths, not {}",
                kind(other)
            )));
        }
    }
    Ok(answer(object, &read))
}

/// A text with slashes, or an array of steps.
fn path(name: &str, written: &Value) -> std::result::Result<Vec<Value>, Failure> {
    match written {
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        Value::String(text) => {
            let steps = text.trim_start_matches('/').split('/');
            let steps = steps.map(|step| Value::from(step.replace("~1", "/").replace("~0", "~")));
            Ok(steps.collect())
        }
        Value::Array(steps) => Ok(steps.to_vec()),
        other => Err(Failure::Builtin(format!(
            "`{name}` expects a path, a string or an array, not {}",
            kind(other)
        ))),
    }
}

/// What the paths lead to, with all that is around it. Members of arrays are named by their index as
/// a text, members of sets by themselves; a path that goes on into a scalar keeps it.
fn filtered(value: &Value, paths: &Paths) -> Value {
    rebuilt(value, |step, member| match paths.below.get(step)? {
        None => Some(member.clone()),
        Some(paths) => Some(filtered(member, paths)),
    })
}

/// All but what the paths lead to; nothing, where one ends here.
#[expect(clippy::unnecessary_wraps, reason = "what `rebuilt` asks for")]
fn removed(value: &Value, paths: Option<&Paths>) -> Option<Value> {
    let Some(paths) = paths else {
        return Some(value.clone());
    };
    Some(rebuilt(value, |step, member| match paths.below.get(step) {
        Some(None) => None,
        Some(Some(paths)) => removed(member, Some(paths)),
        None => removed(member, None),
    }))
}

/// A collection of what becomes of its members; a scalar as it is.
fn rebuilt(value: &Value, member: impl Fn(&Value, &Value) -> Option<Value>) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), member(key, value)?)));
            Value::from(members.collect::<BTreeMap<_, _>>())
        }
        Value::Array(items) => {
            let items = items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| member(&Value::from(index.to_string()), item));
            Value::from(items.collect::<Vec<_>>())
        }
        Value::Set(items) => {
            let items = items.iter().filter_map(|item| member(item, item));
            Value::from(items.collect::<std::collections::BTreeSet<_>>())
        }
        other => other.clone(),
    }
}

/// The engine's own, which leaves a patch that does not fit without an error.
fn patch(arguments: &[Value]) -> Result {
    match call_by_name("json.patch", arguments)? {
        Value::Undefined if matches!(arguments, [Value::Set(_), _]) => Err(Failure::Limit(
            "`json.patch`: a patch does not fit a set; OPA panics at some of these".to_owned(),
        )),
        Value::Undefined => Err(Failure::builtin("json.patch: a patch does not fit")),
        patched => Ok(patched),
    }
}

fn is_subset(arguments: &[Value]) -> Result {
    let answer = match arguments {
        [Value::Array(around), Value::Set(inside)] => {
            let found = |one: &Value| around.iter().any(|item| item == one);
            // With nothing to look for OPA finds it in the first member.
            !around.is_empty() && inside.iter().all(found)
        }
        [around, inside] => holds(around, inside).ok_or_else(|| {
            Failure::builtin(
                "both arguments of object.subset must be of the same type, or an array and a set",
            )
        })?,
        _ => return Err(Failure::builtin("`object.subset` expects two operands")),
    };
    Ok(Value::from(answer))
}

/// Whether all of one collection is in another of its kind. `None` for what is no such pair.
fn holds(around: &Value, inside: &Value) -> Option<bool> {
    match (around, inside) {
        (Value::Object(around), Value::Object(inside)) => {
            Some(inside.iter().all(|(key, value)| {
                around
                    .get(key)
                    .is_some_and(|other| other == value || holds(other, value) == Some(true))
            }))
        }
        (Value::Set(around), Value::Set(inside)) => Some(inside.is_subset(around)),
        (Value::Array(around), Value::Array(inside)) => {
            let is_run = || {
                around
                    .as_slice()
                    .windows(inside.len())
                    .any(|run| run == inside.as_slice())
            };
            Some(inside.is_empty() || is_run())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Value {
        Value::from_json_str(text).unwrap()
    }

    fn call(name: &str, arguments: &[&str]) -> Result {
        let own = TABLE.iter().find(|own| own.name == name).unwrap();
        let arguments: Vec<Value> = arguments.iter().map(|text| json(text)).collect();
        (own.call)(&arguments)
    }

    #[test]
    fn paths_keep_and_remove_as_in_opa() {
        let object = r#"{"a": {"b": [1, 2, 3], "c": 4}, "d": true}"#;
        for (paths, kept, left) in [
            (
                r#"["a/b/1"]"#,
                r#"{"a": {"b": [2]}}"#,
                r#"{"a": {"b": [1, 3], "c": 4}, "d": true}"#,
            ),
            (
                r#"["/a", "a/b"]"#,
                r#"{"a": {"b": [1, 2, 3], "c": 4}}"#,
                r#"{"d": true}"#,
            ),
            (
                r#"[["a", "c"], ""]"#,
                r#"{"a": {"c": 4}}"#,
                r#"{"a": {"b": [1, 2, 3]}, "d": true}"#,
            ),
            (r#"["d/x"]"#, r#"{"d": true}"#, object),
        ] {
            assert_eq!(
                call("json.filter", &[object, paths]),
                Ok(json(kept)),
                "{paths}"
            );
            assert_eq!(
                call("json.remove", &[object, paths]),
                Ok(json(left)),
                "{paths}"
            );
        }
        let bad = call("json.filter", &[object, "[1]"]);
        assert!(matches!(bad, Err(Failure::Builtin(_))));
    }

    #[test]
    fn a_subset_is_of_the_same_kind() {
        for (around, inside, wanted) in [
            (
                r#"{"a": {"b": 1, "c": [1, 2]}}"#,
                r#"{"a": {"c": [2]}}"#,
                true,
            ),
            (r#"{"a": 1}"#, r#"{"a": {}}"#, false),
            ("[1, 2, 3]", "[2, 3]", true),
            ("[1, 2, 3]", "[1, 3]", false),
            ("[1]", "[]", true),
        ] {
            let answer = call("object.subset", &[around, inside]);
            assert_eq!(answer, Ok(Value::from(wanted)), "{around} {inside}");
        }
        for (around, inside) in [("1", "1"), (r#"{"a": 1}"#, "[]"), ("null", "{}")] {
            let answer = call("object.subset", &[around, inside]);
            assert!(
                matches!(answer, Err(Failure::Builtin(_))),
                "{around} {inside}"
            );
        }
    }

    #[test]
    fn a_patch_that_does_not_fit_is_an_error() {
        let answer = call("json.patch", &["1", r#"[{"op": "remove", "path": "a"}]"#]);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{answer:?}");
    }
}
