//! Workspaces: what is planned.

use domain::{
    Name, OrganizationId, Page, PageRequest, ProjectId, RunId, RunStatus, Timestamp, Workspace,
    WorkspaceId,
};

use crate::{Conn, Location, StoreError, Tx};

/// Which workspaces a list shows.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceFilter {
    /// Only those of this project.
    pub project: Option<ProjectId>,
    /// Only those whose name contains this, in any case.
    pub search: Option<String>,
}
/// The newest run of a workspace, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestRun {
    /// The run.
    pub id: RunId,
    /// Where it stands.
    pub status: RunStatus,
    /// What its author said about it.
    pub message: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}
/// A workspace as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWorkspace {
    /// The workspace.
    pub workspace: Workspace,
    /// Its newest run.
    pub latest_run: Option<LatestRun>,
}
/// Inserts a workspace. Constraint: `workspaces_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    workspace: &Workspace,
) -> Result<(), StoreError> {
    let _ = (tx, organization, workspace);
    unimplemented!()
}

/// Writes everything but id and creation; false when it is gone.
pub async fn update(tx: &mut Tx, workspace: &Workspace) -> Result<bool, StoreError> {
    let _ = (tx, workspace);
    unimplemented!()
}

/// Deletes it; false when it is gone. Constraint: `foreign_key` while it has runs.
pub async fn delete(tx: &mut Tx, id: WorkspaceId) -> Result<bool, StoreError> {
    let _ = (tx, id);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &Name,
) -> Result<Option<Workspace>, StoreError> {
    let _ = (conn, organization, name);
    unimplemented!()
}

/// A page of an organization's, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    filter: &WorkspaceFilter,
    page: &PageRequest,
) -> Result<Page<ListedWorkspace>, StoreError> {
    let _ = (conn, organization, filter, page);
    unimplemented!()
}

/// All of an organization's, by name, without their runs: for matching scopes.
pub async fn all(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<Workspace>, StoreError> {
    let _ = (conn, organization);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: WorkspaceId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
