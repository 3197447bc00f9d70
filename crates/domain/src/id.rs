//! Identifiers: sixteen characters of `0-9a-v` (80 random bits), stored without their prefix and
//! shown with it (`polset-…`). DESIGN: the prefixes are TFE's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Entropy;

const LENGTH: usize = 16;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// A string that is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {expected}: write `{prefix}-` and 16 characters of 0-9 and a-v")]
pub struct InvalidId {
    given: String,
    expected: &'static str,
    prefix: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Raw([u8; LENGTH]);

impl Raw {
    fn random(entropy: &dyn Entropy) -> Self {
        let mut bits = [0u8; 10];
        entropy.fill(&mut bits);
        let mut out = [b'0'; LENGTH];
        let (mut accumulator, mut held, mut next) = (0u32, 0u32, 0usize);
        for byte in bits {
            accumulator = (accumulator << 8) | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                out[next] = ALPHABET[((accumulator >> held) & 31) as usize];
                next += 1;
            }
        }
        Self(out)
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(|byte| ALPHABET.contains(byte))
            .then_some(Self(bytes))
    }

    fn as_str(&self) -> &str {
        // Only characters of ALPHABET get in, so this cannot be anything but ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $noun:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Raw);

        impl $name {
            /// What stands before the dash.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh identifier from 80 bits of `entropy`.
            pub fn random(entropy: &dyn Entropy) -> Self {
                Self(Raw::random(entropy))
            }

            /// The sixteen characters alone, as the store keeps them.
            pub fn bare(&self) -> &str {
                self.0.as_str()
            }

            /// Reads the sixteen characters alone.
            pub fn from_bare(text: &str) -> Result<Self, InvalidId> {
                Raw::parse(text).map(Self).ok_or_else(|| InvalidId {
                    given: text.chars().take(64).collect(),
                    expected: $noun,
                    prefix: $prefix,
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "-{}"), self.0.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(concat!($prefix, "-"))
                    .and_then(Raw::parse)
                    .map(Self)
                    .ok_or_else(|| InvalidId {
                        given: text.chars().take(64).collect(),
                        expected: $noun,
                        prefix: $prefix,
                    })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// An organization. On the TFE surface an organization's id is its name; this one stays inside.
    OrganizationId = "org", "an organization id";
    /// A project.
    ProjectId = "prj", "a project id";
    /// A workspace.
    WorkspaceId = "ws", "a workspace id";
    /// A policy set.
    PolicySetId = "polset", "a policy set id";
    /// A version of a policy set.
    PolicySetVersionId = "polsetver", "a policy set version id";
    /// A policy.
    PolicyId = "pol", "a policy id";
    /// A run.
    RunId = "run", "a run id";
    /// A policy check.
    CheckId = "polchk", "a policy check id";
    /// An override of a policy check.
    OverrideId = "ovr", "an override id";
    /// A user, person or service account.
    UserId = "user", "a user id";
    /// A role.
    RoleId = "role", "a role id";
    /// A membership.
    MembershipId = "mbr", "a membership id";
    /// An API token.
    TokenId = "at", "a token id";
    /// A browser session.
    SessionId = "sess", "a session id";
    /// An entry of the audit log.
    AuditId = "aud", "an audit entry id";
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (index, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::try_from(index * 25).unwrap_or(255);
            }
        }
    }

    #[test]
    fn an_id_reads_back_what_it_shows() {
        let id = RunId::random(&Counting);
        assert_eq!(id.to_string().parse::<RunId>(), Ok(id));
        assert_eq!(RunId::from_bare(id.bare()), Ok(id));
        assert_eq!(id.bare().len(), 16);
    }

    #[test]
    fn an_id_of_another_kind_is_refused_by_name() {
        let id = RunId::random(&Counting).to_string();
        let error = id.parse::<WorkspaceId>().unwrap_err().to_string();
        assert!(error.contains("not a workspace id"), "{error}");
    }

    #[test]
    fn characters_outside_the_alphabet_are_refused() {
        for bad in [
            "run-",
            "run-012345678901234",
            "run-0123456789abcdeZ",
            "run-0123456789abcdefg",
            "",
        ] {
            assert!(bad.parse::<RunId>().is_err(), "{bad}");
        }
    }
}
