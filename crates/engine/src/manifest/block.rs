//! `policy` blocks, whatever syntax they were written in.

use domain::WrittenLevel;

use super::Report;

/// The value of an attribute, as far as manifests care.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    Text(String),
    Bool(bool),
    /// Anything else: what it is, in words.
    Other(String),
}

/// An attribute and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    pub(super) key: String,
    pub(super) value: Written,
    pub(super) at: (u32, u32),
}

/// One `policy "name" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) at: (u32, u32),
}

impl Block {
    fn find(&self, key: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.key == key)
    }

    /// The text of `key`; an error when it is something else.
    pub(super) fn text(&self, key: &str, report: &mut Report<'_>) -> Option<String> {
        let attribute = self.find(key)?;
        match &attribute.value {
            Written::Text(text) => Some(text.clone()),
            other => {
                let kind = other.kind();
                report.error(
                    attribute.at,
                    format!(
                        "`{key}` of policy `{}` is {kind}: write a string",
                        self.name
                    ),
                );
                None
            }
        }
    }

    /// The switch `key`; an error when it is something else.
    pub(super) fn switch(&self, key: &str, report: &mut Report<'_>) -> Option<bool> {
        let attribute = self.find(key)?;
        match &attribute.value {
            Written::Bool(value) => Some(*value),
            other => {
                let kind = other.kind();
                report.error(
                    attribute.at,
                    format!(
                        "`{key}` of policy `{}` is {kind}: write true or false",
                        self.name
                    ),
                );
                None
            }
        }
    }

    /// The level, one of `allowed`; an error when it is none of them, `None` when it is absent.
    pub(super) fn level(
        &self,
        allowed: &[WrittenLevel],
        report: &mut Report<'_>,
    ) -> Option<WrittenLevel> {
        const KEY: &str = "enforcement_level";
        let text = self.text(KEY, report)?;
        let level = WrittenLevel::parse(&text).filter(|level| allowed.contains(level));
        if level.is_none() {
            let allowed: Vec<_> = allowed
                .iter()
                .map(|level| level.as_str().replace('_', "-"))
                .collect();
            let at = self.find(KEY).map_or(self.at, |attribute| attribute.at);
            report.error(
                at,
                format!(
                    "policy `{}` has the unknown level `{text}`: write {}",
                    self.name,
                    allowed.join(" or ")
                ),
            );
        }
        level
    }

    /// Whether `key` is written at all.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Where `key` stands, or the block.
    pub(super) fn place(&self, key: &str) -> (u32, u32) {
        self.find(key).map_or(self.at, |attribute| attribute.at)
    }

    /// Warns about every attribute that is not in `known`, and refuses one that is written twice.
    pub(super) fn check_keys(&self, known: &[&str], report: &mut Report<'_>) {
        for (index, attribute) in self.attributes.iter().enumerate() {
            let key = &attribute.key;
            if self.attributes[..index]
                .iter()
                .any(|other| other.key == *key)
            {
                report.error(
                    attribute.at,
                    format!("policy `{}` has `{key}` twice", self.name),
                );
            } else if !known.contains(&key.as_str()) {
                report.warn(
                    attribute.at,
                    format!(
                        "policy `{}` has the unknown attribute `{key}`, which is ignored",
                        self.name
                    ),
                );
            }
        }
    }
}

impl Written {
    fn kind(&self) -> &str {
        match self {
            Self::Text(_) => "a string",
            Self::Bool(_) => "a boolean",
            Self::Other(kind) => kind,
        }
    }
}
