//! Memberships: who has which role where.

use serde::{Deserialize, Serialize};

use crate::{MembershipId, ProjectId, RoleId, Timestamp, UserId};

/// Where a membership holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MembershipScope {
    /// In the whole organization.
    Organization,
    /// In one project of it.
    Project(ProjectId),
}

/// That a user has a role in an organization or in one of its projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// Who.
    pub user_id: UserId,
    /// Who, as they sign in.
    pub userid: String,
    /// Who, by name.
    pub user_name: String,
    /// Their e-mail, when there is one.
    pub email: Option<String>,
    /// Where.
    pub scope: MembershipScope,
    /// The project's name, when it is in a project.
    pub project: Option<String>,
    /// Which role.
    pub role_id: RoleId,
    /// Which role, by name.
    pub role: String,
    /// Since when.
    pub created_at: Timestamp,
}
