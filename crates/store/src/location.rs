//! Where a thing belongs: what a permission check asks first.

use domain::{Name, OrganizationId, ProjectId, WorkspaceId};

/// Where a thing belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its organization.
    pub organization_id: OrganizationId,
    /// The organization's name.
    pub organization: Name,
    /// Its project, for workspaces and what is in them.
    pub project_id: Option<ProjectId>,
    /// Its workspace, for workspaces and what is in them.
    pub workspace_id: Option<WorkspaceId>,
}
