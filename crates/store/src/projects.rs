//! Projects: groups of workspaces.

use domain::{OrganizationId, Project, ProjectId};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, Location, StoreError, Tx};

macro_rules! select {
    () => {
        "
select p.id, p.name, p.description, p.created_at,
  (select count(*) from workspaces w where w.project_id = p.id) as workspace_count
from projects p
"
    };
}

statements! { "projects";
    INSERT = "
insert into projects (id, organization_id, name, description, created_at)
values ($1, $2, $3, $4, $5)";
    UPDATE = "
update projects
set name = $2,
    description = $3
where id = $1";
    DELETE = "
delete from projects
where id = $1";
    FIND = concat!(select!(), "where p.id = $1");
    FIND_BY_NAME = concat!(select!(), "where p.organization_id = $1
  and p.name = $2");
    LIST = concat!(select!(), "where p.organization_id = $1
order by p.name");
    LOCATE = "
select p.organization_id, o.name as organization, p.id as project_id,
  cast(null as text) as workspace_id
from projects p
join organizations o on o.id = p.organization_id
where p.id = $1";
}

/// Inserts a project. Constraint: `projects_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    project: &Project,
) -> Result<(), StoreError> {
    let params = params![
        project.id,
        organization,
        project.name,
        project.description,
        project.created_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes name and description; false when it is gone.
pub async fn update(tx: &mut Tx, project: &Project) -> Result<bool, StoreError> {
    let params = params![project.id, project.name, project.description];
    tx.touch(UPDATE, params).await
}

/// Deletes it with its memberships and attachments; false when it is gone. Constraint:
/// `foreign_key` while it has workspaces.
pub async fn delete(tx: &mut Tx, id: ProjectId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![id]).await
}

/// By id.
pub async fn find(conn: &mut Conn, id: ProjectId) -> Result<Option<Project>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<Project>, StoreError> {
    let row = conn
        .first(FIND_BY_NAME, params![organization, name])
        .await?;
    row.as_ref().map(read).transpose()
}

/// All of an organization, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<Project>, StoreError> {
    let rows = conn.all(LIST, params![organization]).await?;
    rows.iter().map(read).collect()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: ProjectId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

fn read(row: &Row) -> Result<Project, StoreError> {
    Ok(Project {
        id: row.text("id")?,
        name: row.text("name")?,
        description: row.maybe_text("description")?,
        workspace_count: row.count("workspace_count")?,
        created_at: row.text("created_at")?,
    })
}
