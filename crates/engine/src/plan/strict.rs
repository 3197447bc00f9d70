//! JSON that means one thing only: what both readers of plans refuse.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::de::Read;

use super::PlanProblem;
use crate::position::count;

/// Deepest nesting. The parser itself stops there.
const MAX_DEPTH: usize = 128;
/// Objects with more keys than this are searched by hash.
const MANY_KEYS: usize = 32;

/// The keys of one object, to find a repeated one. Parsers differ in which of two they keep: a
/// plan could show one thing to us and another to whoever applies it.
#[derive(Default)]
pub(super) struct Keys<'de> {
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

impl<'de> Keys<'de> {
    /// Notes a key; an error when it was there.
    pub(super) fn add<E: Error>(&mut self, key: Cow<'de, str>) -> Result<(), E> {
        if self.few.len() < MANY_KEYS {
            if self.few.contains(&key) {
                return Err(duplicate(&key));
            }
            self.few.push(key);
            return Ok(());
        }
        if self.many.is_empty() {
            self.many.extend(self.few.iter().cloned());
        }
        if self.many.contains(&key) {
            return Err(duplicate(&key));
        }
        self.many.insert(key);
        Ok(())
    }
}

/// The error for a repeated key.
pub(super) fn duplicate<E: Error>(key: &str) -> E {
    let shown: String = key.chars().take(80).collect();
    E::custom(format_args!(
        "the key `{shown}` is there twice in one object"
    ))
}

/// A key, borrowed from the document where it has no escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Any value, checked and dropped.
pub(super) struct Checked;

impl<'de> DeserializeSeed<'de> for Checked {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Checked {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut keys = Keys::default();
        while let Some(Key(key)) = members.next_key()? {
            keys.add(key)?;
            members.next_value_seed(Self)?;
        }
        Ok(())
    }
}

/// Reads a whole document with `seed`.
pub(super) fn read<'de, S: DeserializeSeed<'de>>(
    bytes: &'de [u8],
    seed: S,
) -> Result<S::Value, PlanProblem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(PlanProblem::new(
            "the document is empty: send what `terraform show -json` writes",
        ));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(PlanProblem::new(
            "the document begins with a byte order mark: send plain UTF-8",
        ));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.get(1) == Some(&0)
    {
        return Err(PlanProblem::new(
            "the document is UTF-16: send UTF-8 (in PowerShell, write it with `Out-File -Encoding utf8NoBOM`)",
        ));
    }
    // Looked at once as a whole, not string by string. Of bytes that are no text the reader says where.
    match std::str::from_utf8(bytes) {
        Ok(text) => read_with(serde_json::Deserializer::from_str(text), seed),
        Err(_) => read_with(serde_json::Deserializer::from_slice(bytes), seed),
    }
}

fn read_with<'de, R: Read<'de>, S: DeserializeSeed<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    seed: S,
) -> Result<S::Value, PlanProblem> {
    let value = seed
        .deserialize(&mut deserializer)
        .map_err(|error| problem(&error))?;
    if let Err(error) = deserializer.end() {
        let (line, column) = (count(error.line()), count(error.column()));
        return Err(PlanProblem {
            message: format!(
                "line {line}, column {column}: there is more behind the document: send one JSON \
                 document, as `terraform show -json` writes it (not the log of `terraform plan -json`)"
            ),
            line: Some(line),
            column: Some(column),
        });
    }
    Ok(value)
}

fn problem(error: &serde_json::Error) -> PlanProblem {
    let text = error.to_string();
    // serde adds the place to its text; ours stands in front.
    let what = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what);
    let (line, column) = (count(error.line()), count(error.column()));
    let what = if what.starts_with("recursion limit") {
        format!("it is nested deeper than {MAX_DEPTH}")
    } else if error.is_eof() {
        "it ends in the middle: it was cut off".to_owned()
    } else if error.is_data() {
        what.to_owned()
    } else {
        format!("it is not JSON: {what}")
    };
    if line == 0 {
        return PlanProblem::new(what);
    }
    PlanProblem {
        message: format!("line {line}, column {column}: {what}"),
        line: Some(line),
        column: Some(column),
    }
}
