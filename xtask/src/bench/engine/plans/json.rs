//! JSON whose members keep the order in which they were written.

use std::fmt;

/// A document whose members keep the order in which they were written.
#[derive(Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

/// `object! { "key": value, … }`.
macro_rules! object {
    ($($key:literal: $value:expr),* $(,)?) => {
        $crate::bench::engine::plans::json::Json::Object(vec![$(($key, $value.into())),*])
    };
}

/// `list![value, …]`.
macro_rules! list {
    ($($item:expr),* $(,)?) => {
        $crate::bench::engine::plans::json::Json::List(vec![$($item.into()),*])
    };
}

pub(super) use {list, object};

impl Json {
    /// Its members; none when it is no object.
    pub(super) fn members(&self) -> &[(&'static str, Json)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Puts a member in its place, or behind the last one.
    pub(super) fn insert(&mut self, key: &'static str, value: Json) {
        let Self::Object(members) = self else { return };
        match members.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => members.push((key, value)),
        }
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, key: &str) {
        if let Self::Object(members) = self {
            members.retain(|(name, _)| *name != key);
        }
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<Json>> for Json {
    fn from(value: Vec<Json>) -> Self {
        Self::List(value)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(value) => quoted(f, value),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    quoted(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}
