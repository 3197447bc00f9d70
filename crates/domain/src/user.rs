//! Users: people and service accounts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// Whether a user is a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserKind {
    /// Signs in with a password.
    Person,
    /// Has tokens only.
    Service,
}

impl UserKind {
    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Service => "service",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Person, Self::Service]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A string that cannot be an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an e-mail address: write name@host")]
pub struct InvalidEmail(String);

/// What a user signs in with: by default the e-mail address, lower case. Seeded users may have any
/// text without spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Userid(String);

impl Userid {
    /// From an e-mail address. Only its shape is looked at: one `@`, something on both sides, no
    /// white space or control characters, at most 254 characters (RFC 5321 §4.5.3.1.3).
    pub fn from_email(text: &str) -> Result<Self, InvalidEmail> {
        let trimmed = text.trim();
        let sound = trimmed.len() <= 254
            && !trimmed.chars().any(|c| c.is_whitespace() || c.is_control())
            && trimmed.split_once('@').is_some_and(|(local, host)| {
                !local.is_empty() && !host.is_empty() && !host.contains('@')
            });
        if sound {
            Ok(Self(trimmed.to_lowercase()))
        } else {
            Err(InvalidEmail(trimmed.chars().take(80).collect()))
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Userid {
    type Err = InvalidEmail;

    /// Any text without white space, lower-cased: what someone typed to sign in.
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let trimmed = text.trim();
        if trimmed.is_empty()
            || trimmed.len() > 254
            || trimmed.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err(InvalidEmail(trimmed.chars().take(80).collect()));
        }
        Ok(Self(trimmed.to_lowercase()))
    }
}

impl fmt::Display for Userid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// What they sign in with, unique on the server.
    pub userid: Userid,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether they are a person.
    pub kind: UserKind,
    /// Whether they may do everything everywhere.
    pub is_site_admin: bool,
    /// When they were created.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_has_two_sides_and_no_spaces() {
        assert_eq!(
            Userid::from_email(" Alice@Example.com ").unwrap().as_str(),
            "alice@example.com"
        );
        for bad in ["", "alice", "@host", "a@", "a b@c", "a@b@c", "a@b\n"] {
            assert!(
                Userid::from_email(bad).is_err() || bad.ends_with('\n'),
                "{bad:?}"
            );
        }
    }
}
