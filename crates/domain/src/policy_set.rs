//! Policy sets and the policies in them.

use serde::{Deserialize, Serialize};

use crate::{
    Dialect, Digest, Name, PolicyId, PolicySetId, PolicySetVersionId, Scope, Timestamp,
    WrittenLevel,
};

/// The language of a set's policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Rego.
    Opa,
}

impl SetKind {
    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opa => "opa",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        (text == Self::Opa.as_str()).then_some(Self::Opa)
    }
}

/// Where a set's policies come from. A set is one or the other, decided by what it got first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicySource {
    /// Bundles, versioned.
    Versions,
    /// Policies that are managed one by one.
    Policies,
}

/// A policy set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySet {
    /// Its id.
    pub id: PolicySetId,
    /// Its name, unique in its organization.
    pub name: Name,
    /// What it is for.
    pub description: Option<String>,
    /// The language of its policies.
    pub kind: SetKind,
    /// Whether failures of its `mandatory` policies can be overridden.
    pub overridable: bool,
    /// Whether a built-in error is the policy's error instead of undefined.
    pub strict: bool,
    /// Whether a version comes into force only when its tests pass.
    pub require_tests: bool,
    /// The Rego version that its owner declared, for versions that are uploaded from now on and for
    /// policies that are managed one by one; without one each file says itself which it is.
    pub dialect: Option<Dialect>,
    /// Where it applies.
    pub scope: Scope,
    /// Where its policies come from; `None` while it is empty.
    pub source: Option<PolicySource>,
    /// The version in force: the most recent one that is ready and not held back.
    pub current_version_id: Option<PolicySetVersionId>,
    /// That version's number.
    pub current_version: Option<u32>,
    /// The newest version's number, whatever became of it.
    pub newest_version: Option<u32>,
    /// How many policies are in force.
    pub policy_count: u32,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A policy: an entry of a version's manifest, or one that is managed on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Its name, unique in its set (or organization, when managed on its own).
    pub name: String,
    /// What it is for, in its author's words.
    pub description: Option<String>,
    /// The Rego query, `data.terraform.deny`.
    pub query: String,
    /// The level as written.
    pub level: WrittenLevel,
    /// Whether it is evaluated. A Scalr manifest can switch a policy off.
    pub enabled: bool,
    /// The file that the manifest names, when it names one.
    pub file: Option<String>,
}

/// A policy that is managed on its own, and the sets that it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// The policy.
    pub policy: Policy,
    /// Its bundle: the source beside a manifest of its own. `None` until its source was written.
    pub digest: Option<Digest>,
    /// The names of the sets it is in, in order.
    pub policy_sets: Vec<Name>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
