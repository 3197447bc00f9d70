//! Compositions that pages and the native API show: several nouns seen together. They hold no rule.

use serde::{Deserialize, Serialize};

use crate::{
    Name, Organization, PermissionSet, PolicySetId, ProjectId, Role, Run, ScopeReason, SessionId,
    Timestamp, User, WorkspaceId,
};

/// Who looks, and at which organization: what every page's frame needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub user: User,
    /// The organization of the page.
    pub organization: Option<Organization>,
    /// Every organization they can see, by name.
    pub organizations: Vec<Name>,
    /// What they may do in `organization`.
    pub permissions: PermissionSet,
    /// The names of their roles there, for showing.
    pub roles: Vec<String>,
    /// How many checks there wait for a decision.
    pub needs_decision: u32,
    /// The server's time: what relative times on the page count from.
    pub now: Timestamp,
}

/// A policy set as seen from a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectivePolicySet {
    /// The set.
    pub policy_set_id: PolicySetId,
    /// The set's name.
    pub policy_set: Name,
    /// Why it applies, or why not.
    pub reason: ScopeReason,
    /// The version in force.
    pub current_version: Option<u32>,
    /// How many of its policies are in force.
    pub policy_count: u32,
    /// Whether failures of its `mandatory` policies can be overridden.
    pub overridable: bool,
}

/// A workspace as seen from a policy set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedWorkspace {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub workspace: Name,
    /// Its project.
    pub project_id: ProjectId,
    /// Its project's name.
    pub project: String,
    /// Why the set applies to it, or why not.
    pub reason: ScopeReason,
}

/// One day of the dashboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOfRuns {
    /// The day's first moment, UTC.
    pub day: Timestamp,
    /// Runs whose check came to an end that lets them through.
    pub let_through: u32,
    /// Runs that were blocked: hard-failed or errored.
    pub blocked: u32,
    /// All runs whose check has an answer.
    pub total: u32,
}

/// The last seven days of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// How many checks wait for a decision now.
    pub needs_decision: u32,
    /// Since when the oldest of them waits.
    pub oldest_decision_at: Option<Timestamp>,
    /// Seven days, oldest first, today included.
    pub days: Vec<DayOfRuns>,
    /// Policies in force.
    pub policies: u32,
    /// Policy sets that have policies in force.
    pub policy_sets: u32,
    /// Workspaces.
    pub workspaces: u32,
    /// Up to five runs that wait, newest first.
    pub waiting: Vec<Run>,
    /// Up to ten recent runs, newest first.
    pub recent: Vec<Run>,
}

/// A file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path, relative to the bundle's root.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its text; `None` in lists, and when it is not UTF-8.
    pub text: Option<String>,
}

/// A browser session, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Which browser it is, in the browser's own words.
    pub user_agent: Option<String>,
    /// From which address it was last used.
    pub address: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

/// Who decides and who may: the people and roles of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// The memberships, by name.
    pub memberships: Vec<crate::Membership>,
    /// The roles that can be given.
    pub roles: Vec<Role>,
}
