//! Versions of Rego.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of Rego that a source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// Before OPA 1.0: `deny[msg] { … }`.
    V0,
    /// Since OPA 1.0: `deny contains msg if { … }`.
    V1,
}

impl Dialect {
    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V0 => "v0",
            Self::V1 => "v1",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::V0, Self::V1]
            .into_iter()
            .find(|dialect| dialect.as_str() == text)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// How many Rego files of a bundle were read in which version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegoFiles {
    /// Files in v0.
    pub v0: u32,
    /// Files in v1.
    pub v1: u32,
}

impl RegoFiles {
    /// Counts files.
    pub fn of(files: impl IntoIterator<Item = Dialect>) -> Self {
        files.into_iter().fold(Self::default(), |mut sum, dialect| {
            match dialect {
                Dialect::V0 => sum.v0 += 1,
                Dialect::V1 => sum.v1 += 1,
            }
            sum
        })
    }

    /// Whether none was read.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for RegoFiles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.v0, self.v1) {
            (0, 0) => formatter.write_str("no file"),
            (_, 0) => formatter.write_str("v0"),
            (0, _) => formatter.write_str("v1"),
            (v0, v1) => write!(formatter, "v0 in {v0} of {} files, v1 in the rest", v0 + v1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_is_read_back_and_nothing_else_is_one() {
        for dialect in [Dialect::V0, Dialect::V1] {
            assert_eq!(Dialect::parse(dialect.as_str()), Some(dialect));
        }
        assert_eq!(Dialect::parse("V1"), None);
        assert_eq!(Dialect::parse(""), None);
    }

    #[test]
    fn files_are_told_by_number_only_where_they_differ() {
        let said = |files: &[Dialect]| RegoFiles::of(files.iter().copied()).to_string();
        assert_eq!(said(&[Dialect::V1, Dialect::V1]), "v1");
        assert_eq!(said(&[Dialect::V0]), "v0");
        assert_eq!(
            said(&[Dialect::V0, Dialect::V1, Dialect::V1]),
            "v0 in 1 of 3 files, v1 in the rest"
        );
        assert!(RegoFiles::of([]).is_empty());
    }
}
