//! How strictly a policy is enforced.

use serde::{Deserialize, Serialize};

/// How strictly a policy was enforced in a check. Levels are absolute: nobody overrides
/// `hard_mandatory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A failure warns and does not block.
    Advisory,
    /// A failure blocks until someone with the permission overrides it.
    SoftMandatory,
    /// A failure blocks, always.
    HardMandatory,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Self; 3] = [Self::Advisory, Self::SoftMandatory, Self::HardMandatory];

    /// The stored and native form, `soft_mandatory`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advisory => "advisory",
            Self::SoftMandatory => "soft_mandatory",
            Self::HardMandatory => "hard_mandatory",
        }
    }

    /// The form that people read, `soft-mandatory`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Advisory => "advisory",
            Self::SoftMandatory => "soft-mandatory",
            Self::HardMandatory => "hard-mandatory",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// Whether a failure stops the run.
    pub const fn is_mandatory(self) -> bool {
        !matches!(self, Self::Advisory)
    }
}

/// A level as a manifest or an API client wrote it. `mandatory` (tfe.md §10.1) says nothing about
/// overriding; that is a switch of the set, read when a check is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenLevel {
    /// See [`Level::Advisory`].
    Advisory,
    /// Soft in an overridable set, hard in any other.
    Mandatory,
    /// See [`Level::SoftMandatory`].
    SoftMandatory,
    /// See [`Level::HardMandatory`].
    HardMandatory,
}

impl WrittenLevel {
    /// Every written level.
    pub const ALL: [Self; 4] = [
        Self::Advisory,
        Self::Mandatory,
        Self::SoftMandatory,
        Self::HardMandatory,
    ];

    /// The stored and native form, `soft_mandatory`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advisory => "advisory",
            Self::Mandatory => "mandatory",
            Self::SoftMandatory => "soft_mandatory",
            Self::HardMandatory => "hard_mandatory",
        }
    }

    /// Reads a level in either spelling, `soft_mandatory` or `soft-mandatory`.
    pub fn parse(text: &str) -> Option<Self> {
        let underscored = text.replace('-', "_");
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == underscored)
    }

    /// What is enforced, given the set's `overridable` switch. The switch has no effect on the
    /// three levels that say themselves what they are.
    pub const fn resolve(self, overridable: bool) -> Level {
        match (self, overridable) {
            (Self::Advisory, _) => Level::Advisory,
            (Self::SoftMandatory, _) | (Self::Mandatory, true) => Level::SoftMandatory,
            (Self::HardMandatory, _) | (Self::Mandatory, false) => Level::HardMandatory,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overridable_decides_mandatory_and_nothing_else() {
        use WrittenLevel as W;
        for (written, off, on) in [
            (W::Advisory, Level::Advisory, Level::Advisory),
            (W::Mandatory, Level::HardMandatory, Level::SoftMandatory),
            (W::SoftMandatory, Level::SoftMandatory, Level::SoftMandatory),
            (W::HardMandatory, Level::HardMandatory, Level::HardMandatory),
        ] {
            assert_eq!((written.resolve(false), written.resolve(true)), (off, on));
        }
    }

    #[test]
    fn both_spellings_are_read() {
        assert_eq!(
            WrittenLevel::parse("soft-mandatory"),
            Some(WrittenLevel::SoftMandatory)
        );
        assert_eq!(
            WrittenLevel::parse("hard_mandatory"),
            Some(WrittenLevel::HardMandatory)
        );
        assert_eq!(WrittenLevel::parse("Mandatory"), None);
    }
}
