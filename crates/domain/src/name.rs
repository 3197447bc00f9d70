//! Names that people give to things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A string that cannot be a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// Nothing was written.
    #[error("a name is missing: write 1 to 90 letters, digits, `-` or `_`")]
    Empty,
    /// Longer than 90 characters.
    #[error("a name has at most 90 characters, this one has {0}")]
    TooLong(u32),
    /// A character outside `[A-Za-z0-9_-]`.
    #[error("`{name}` cannot be a name because of {character:?}: use letters, digits, `-` and `_`")]
    Character {
        /// What was written, cut to 90 characters.
        name: String,
        /// The first character that does not fit.
        character: char,
    },
}

/// The name of an organization, workspace, policy set or policy: `[A-Za-z0-9_-]{1,90}`, compared
/// exactly (tfe.md §3–4). Projects have free names and do not use this.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if let Some(character) = text
            .chars()
            .find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        {
            return Err(InvalidName::Character {
                name: text.chars().take(90).collect(),
                character,
            });
        }
        if text.len() > 90 {
            return Err(InvalidName::TooLong(
                u32::try_from(text.len()).unwrap_or(u32::MAX),
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_dash_and_underscore_make_a_name() {
        for good in ["a", "networking-prod", "A_1", &"x".repeat(90)] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        for bad in ["", "a b", "a/b", "..", "ä", "a\n", &"x".repeat(91)] {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }
}
