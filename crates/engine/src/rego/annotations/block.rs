//! What one block of comments says (`metadataParser` of `v1/ast/parser.go`).
//!
//! OPA reads it with Go's `yaml.v3`, which takes some plain words for numbers and dates that other readers
//! take for texts. A block that has one where that matters is not read at all.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::builtins;

/// What is said.
pub(super) struct Block {
    pub(super) scope: Option<String>,
    pub(super) is_entrypoint: bool,
    /// The rest, as a policy sees it.
    members: Map<String, Value>,
}

impl Block {
    /// `None` when OPA does not read it, or might read it otherwise.
    pub(super) fn read(text: &str) -> Option<Self> {
        let Value::Object(mut raw) = builtins::yaml(text)? else {
            return None;
        };
        let is_entrypoint = match raw.remove("entrypoint") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(is_entrypoint)) => is_entrypoint,
            Some(_) => return None,
        };
        let scope = Some(words(raw.remove("scope"))?).filter(|scope| !scope.is_empty());
        let mut members = Map::new();
        for name in ["title", "description"] {
            let value = match raw.remove(name) {
                Some(Value::Number(_) | Value::Bool(_)) => Some(as_written(text, name)?.into()),
                other => other,
            };
            let text = words(value)?;
            if !text.is_empty() {
                members.insert(name.to_owned(), text.into());
            }
        }
        let organizations = items(raw.remove("organizations"))?;
        let authors = items(raw.remove("authors"))?;
        let related = items(raw.remove("related_resources"))?;
        for (name, list) in [
            (
                "organizations",
                all(organizations, |one| Some(words(Some(one))?.into()))?,
            ),
            ("authors", all(authors, author)?),
            ("related_resources", all(related, related_resource)?),
        ] {
            if !list.is_empty() {
                members.insert(name.to_owned(), list.into());
            }
        }
        match raw.remove("custom") {
            None | Some(Value::Null) => {}
            Some(Value::Object(custom)) => {
                if !custom.values().all(|value| is_plain(value, text)) || custom.contains_key("<<")
                {
                    return None;
                }
                if !custom.is_empty() {
                    members.insert("custom".to_owned(), custom.into());
                }
            }
            Some(_) => return None,
        }
        if raw.contains_key("schemas") || raw.contains_key("<<") {
            return None;
        }
        Some(Self {
            scope,
            is_entrypoint,
            members,
        })
    }

    /// As a policy sees it.
    pub(super) fn value(&self, scope: &str) -> Value {
        let mut members = self.members.clone();
        members.insert("scope".to_owned(), scope.into());
        if self.is_entrypoint {
            members.insert("entrypoint".to_owned(), true.into());
        }
        members.into()
    }
}

/// A text that may be left out, which is an empty one to Go too.
fn words(value: Option<Value>) -> Option<String> {
    match value {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) => Some(text),
        Some(_) => None,
    }
}

fn items(value: Option<Value>) -> Option<Vec<Value>> {
    match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(items)) => Some(items),
        Some(_) => None,
    }
}

fn all(items: Vec<Value>, read: impl Fn(Value) -> Option<Value>) -> Option<Vec<Value>> {
    items.into_iter().map(read).collect()
}

/// `Ann Lee <ann@example.com>`, or the same in two members.
fn author(value: Value) -> Option<Value> {
    let (name, email) = match value {
        Value::String(text) => {
            let mut words: Vec<&str> = text.split_whitespace().collect();
            let last = words.last()?;
            let email = last
                .strip_prefix('<')
                .and_then(|rest| rest.strip_suffix('>'));
            let email = email.map(str::to_owned);
            if email.is_some() {
                words.pop();
            }
            (words.join(" "), email.unwrap_or_default())
        }
        Value::Object(members) => (member(&members, "name"), member(&members, "email")),
        _ => return None,
    };
    let mut author = Map::new();
    for (key, text) in [("name", name), ("email", email)] {
        if !text.is_empty() {
            author.insert(key.to_owned(), text.into());
        }
    }
    (!author.is_empty()).then(|| author.into())
}

/// A link, or one with a description.
fn related_resource(value: Value) -> Option<Value> {
    // What Go would write as it is read.
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?(\?[A-Za-z0-9._~/=&-]+)?(#[A-Za-z0-9._~/-]+)?$").ok()
    });
    let (link, description) = match value {
        Value::String(link) => (link, String::new()),
        Value::Object(members) => (member(&members, "ref"), member(&members, "description")),
        _ => return None,
    };
    if !LINK.as_ref()?.is_match(&link) {
        return None;
    }
    Some(if description.is_empty() {
        json!({"ref": link})
    } else {
        json!({"ref": link, "description": description})
    })
}

fn member(members: &Map<String, Value>, name: &str) -> String {
    let text = members.get(name).and_then(Value::as_str);
    text.unwrap_or_default().trim().to_owned()
}

/// Whether Go reads it the same: no text in it looks like a number or a date.
fn is_plain(value: &Value, block: &str) -> bool {
    static ODD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[-+]?\.?[0-9][0-9a-zA-Z_.:+ -]*$|^[-+]?\.(?i:inf|nan)$").ok()
    });
    match value {
        Value::String(text) => {
            ODD.as_ref().is_some_and(|odd| !odd.is_match(text)) || is_quoted(text, block)
        }
        Value::Array(items) => items.iter().all(|item| is_plain(item, block)),
        Value::Object(members) => {
            let mut values = members.values();
            !members.contains_key("<<") && values.all(|value| is_plain(value, block))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Whether a text stands in quotes wherever it stands.
fn is_quoted(text: &str, block: &str) -> bool {
    let mut places = block.match_indices(text);
    places.all(|(at, _)| {
        let before = block[..at].chars().next_back();
        let behind = block[at + text.len()..].chars().next();
        before == behind && matches!(before, Some('"' | '\''))
    })
}

/// A member that is no text, as it stands in its line: Go takes it for the text that it is written with.
fn as_written<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = block.lines();
    let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    Some(line.trim()).filter(|text| !text.contains('#'))
}
