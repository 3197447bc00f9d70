//! Projects: groups of workspaces.

use domain::{OrganizationId, Project, ProjectId};

use crate::{Conn, Location, StoreError, Tx};

/// Inserts a project. Constraint: `projects_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    project: &Project,
) -> Result<(), StoreError> {
    let _ = (tx, organization, project);
    unimplemented!()
}

/// Writes name and description; false when it is gone.
pub async fn update(tx: &mut Tx, project: &Project) -> Result<bool, StoreError> {
    let _ = (tx, project);
    unimplemented!()
}

/// Deletes it; false when it is gone. Constraint: `foreign_key` while it has workspaces.
pub async fn delete(tx: &mut Tx, id: ProjectId) -> Result<bool, StoreError> {
    let _ = (tx, id);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: ProjectId) -> Result<Option<Project>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<Project>, StoreError> {
    let _ = (conn, organization, name);
    unimplemented!()
}

/// All of an organization, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<Project>, StoreError> {
    let _ = (conn, organization);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: ProjectId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
