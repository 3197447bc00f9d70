//! Data documents of a bundle.

use std::collections::BTreeMap;

use domain::Problem;
use regorus::Value;

use crate::bundle::extension;
use crate::plan::parse_value;

/// Which files are data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataFiles {
    /// `data.json` and `data.yaml` only, as OPA loads bundles.
    Bundle,
    /// Every JSON and YAML file, as OPA loads folders.
    All,
}

/// The data of a bundle, each file rooted at its folder.
pub(crate) fn load(
    files: &BTreeMap<String, Vec<u8>>,
    which: DataFiles,
    problems: &mut Vec<Problem>,
) -> Value {
    let mut merged = Value::new_object();
    for (path, content) in files.iter().filter(|(path, _)| is_data(path, which)) {
        let document = match read(path, content) {
            Ok(document) => document,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let folders: Vec<&str> = path.split('/').rev().skip(1).collect();
        let rooted = folders.into_iter().fold(document, |inner, folder| {
            Value::from(BTreeMap::from([(Value::from(folder), inner)]))
        });
        if let Err(at) = merge(&mut merged, &rooted, &mut Vec::new()) {
            problems.push(Problem::in_file(path, at));
        }
    }
    merged
}

/// Whether a file holds data that is loaded.
pub(crate) fn is_data(path: &str, which: DataFiles) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match which {
        DataFiles::Bundle => matches!(name, "data.json" | "data.yaml"),
        DataFiles::All => looks_like_data(path) && !crate::manifest::is_manifest(path),
    }
}

/// Whether a file is one that people may expect to be data.
pub(crate) fn looks_like_data(path: &str) -> bool {
    matches!(extension(path), Some("json" | "yaml" | "yml"))
}

fn read(path: &str, content: &[u8]) -> Result<Value, Problem> {
    if extension(path) == Some("json") {
        return parse_value(content).map_err(|problem| Problem {
            line: problem.line,
            column: problem.column,
            ..Problem::in_file(path, problem.bare_message())
        });
    }
    let text = std::str::from_utf8(content)
        .map_err(|_| Problem::in_file(path, "the data is not UTF-8"))?;
    Value::from_yaml_str(text)
        .map_err(|error| Problem::in_file(path, format!("the data is not YAML: {error}")))
}

/// Merges objects; an error where two documents say different things at one path.
fn merge(into: &mut Value, from: &Value, at: &mut Vec<String>) -> Result<(), String> {
    if into == from {
        return Ok(());
    }
    let Value::Object(members) = from else {
        return Err(if at.is_empty() {
            "the data at the root must be an object".to_owned()
        } else {
            format!(
                "`{}` has another value in another file",
                crate::rego::path_text(at)
            )
        });
    };
    let Ok(target) = into.as_object_mut() else {
        return Err(format!(
            "`{}` has another value in another file",
            crate::rego::path_text(at)
        ));
    };
    for (key, value) in members.iter() {
        match target.get_mut(key) {
            Some(existing) => {
                at.push(
                    key.as_string()
                        .map_or_else(|_| key.to_string(), ToString::to_string),
                );
                merge(existing, value, at)?;
                at.pop();
            }
            None => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(files: &[(&str, &str)], which: DataFiles) -> (Value, Vec<String>) {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let mut problems = Vec::new();
        let value = load(&files, which, &mut problems);
        (value, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn files_are_rooted_at_their_folders() {
        let (value, problems) = loaded(
            &[
                ("data.json", r#"{"a": 1}"#),
                ("x/y/data.yaml", "b: [2]"),
                ("x/data.json", r#"{"c": 3}"#),
                ("x/mock.json", r#"{"d": 4}"#),
            ],
            DataFiles::Bundle,
        );
        assert!(problems.is_empty(), "{problems:?}");
        let expected = Value::from_json_str(r#"{"a": 1, "x": {"c": 3, "y": {"b": [2]}}}"#);
        assert_eq!(value, expected.unwrap());
    }

    #[test]
    fn conflicts_and_broken_files_are_reported_with_their_file() {
        let (_, problems) = loaded(
            &[
                ("a/data.json", r#"{"b": 1}"#),
                ("data.json", r#"{"a": {"b": 2}}"#),
                ("c/data.json", "{\n\"x\": 1,\n\"x\": 2}"),
                ("d/data.yaml", "a: ]"),
            ],
            DataFiles::Bundle,
        );
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(
            problems[1].contains("data.a.b") || problems[2].contains("data.a.b"),
            "{problems:?}"
        );
        assert!(
            problems
                .iter()
                .any(|problem| problem.starts_with("c/data.json:3:")),
            "{problems:?}"
        );
        let (_, problems) = loaded(&[("data.json", "[]")], DataFiles::Bundle);
        assert!(problems[0].contains("must be an object"), "{problems:?}");
    }
}
