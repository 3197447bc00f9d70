//! The audit log.

use serde::{Deserialize, Serialize};

use crate::{AuditId, Timestamp};

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditSubject {
    /// The noun, `policy_set`.
    pub kind: String,
    /// Its id as shown, `polset-…`.
    pub id: String,
    /// Its name then.
    pub name: String,
}

/// One thing that someone did. Written in the transaction that did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who, by the name that was theirs then; `portcullis` for the server itself.
    pub actor: String,
    /// The user's id, when it was a user.
    pub actor_id: Option<String>,
    /// How they came: `session`, `token`, `setup`, `worker`.
    pub via: String,
    /// From which address.
    pub address: Option<String>,
    /// What was done, `policy_set.create`.
    pub action: String,
    /// To what.
    pub subject: AuditSubject,
    /// What there is to say about it, a sentence without secrets.
    pub detail: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
}
