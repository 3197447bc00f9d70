//! A case, as the shared data writes it.

use std::collections::BTreeMap;
use std::path::Path;

use engine::Dialect;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A line of a file.
#[derive(Debug, Deserialize)]
struct Line {
    v: String,
    case: Content,
}

/// What OPA's test runner reads.
#[derive(Debug, Deserialize)]
pub(crate) struct Content {
    pub(crate) note: String,
    pub(crate) query: String,
    #[serde(default)]
    pub(crate) modules: Vec<String>,
    pub(crate) data: Option<Box<RawValue>>,
    pub(crate) input: Option<Box<RawValue>>,
    pub(crate) input_term: Option<String>,
    want_result: Option<Box<RawValue>>,
    pub(crate) want_error: Option<String>,
    pub(crate) want_error_code: Option<String>,
    #[serde(default)]
    pub(crate) sort_bindings: bool,
    #[serde(default)]
    pub(crate) strict_error: bool,
    #[serde(default)]
    pub(crate) ignore_generated_vars: bool,
    #[serde(default)]
    experimental_keywords: Option<Value>,
}

/// A case and its name.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) dialect: Dialect,
    /// Its note; where several have the same, the second is `note#2`.
    pub(crate) name: String,
    pub(crate) content: Content,
}

impl Case {
    /// `v0` or `v1`.
    pub(crate) fn version(&self) -> &'static str {
        match self.dialect {
            Dialect::V0 => "v0",
            Dialect::V1 => "v1",
        }
    }

    /// Whether it needs keywords that OPA itself calls experimental.
    pub(crate) fn is_experimental(&self) -> bool {
        self.content.experimental_keywords.is_some()
    }

    /// The results that are wanted; `None` when they hold a number that no engine here can.
    pub(crate) fn wanted(&self) -> Option<Vec<Map<String, Value>>> {
        match &self.content.want_result {
            None => Some(Vec::new()),
            Some(results) => serde_json::from_str(results.get()).ok(),
        }
    }

    pub(crate) fn wants_error(&self) -> bool {
        self.content.want_error.is_some() || self.content.want_error_code.is_some()
    }
}

/// Every case of a folder's `.jsonl` files, in order; none when it is not there.
pub(crate) fn read(folder: &Path) -> Vec<Case> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .collect();
    files.sort();
    let mut seen = BTreeMap::new();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).expect("a case");
            let dialect = if line.v == "v0" {
                Dialect::V0
            } else {
                Dialect::V1
            };
            let number = seen
                .entry((line.v, line.case.note.clone()))
                .and_modify(|number| *number += 1)
                .or_insert(1);
            let name = match *number {
                1 => line.case.note.clone(),
                more => format!("{}#{more}", line.case.note),
            };
            cases.push(Case {
                dialect,
                name,
                content: line.case,
            });
        }
    }
    cases
}
