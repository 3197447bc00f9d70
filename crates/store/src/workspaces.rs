//! Workspaces: what is planned.

use domain::{
    Name, OrganizationId, Page, PageRequest, ProjectId, RunId, RunStatus, Timestamp, Workspace,
    WorkspaceId,
};

use crate::row::Row;
use crate::statement::statements;
use crate::value::{among, containing, json, params};
use crate::{Conn, Location, StoreError, Tx, page};

/// Which workspaces a list shows.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceFilter {
    /// Only those of these projects; `None` means any.
    pub projects: Option<Vec<ProjectId>>,
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

macro_rules! columns {
    () => {
        "w.id, w.name, w.description, w.project_id, p.name as project, w.auto_apply,
  w.working_directory, w.tags, w.created_at, w.updated_at"
    };
}

macro_rules! select {
    () => {
        concat!(
            "
select ",
            columns!(),
            "
from workspaces w
join projects p on p.id = w.project_id
"
        )
    };
}

statements! { "workspaces";
    INSERT = "
insert into workspaces
  (id, organization_id, project_id, name, description, auto_apply, working_directory, tags,
   created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "
update workspaces
set project_id = $2,
    name = $3,
    description = $4,
    auto_apply = $5,
    working_directory = $6,
    tags = $7,
    updated_at = $8
where id = $1";
    DELETE = "
delete from workspaces
where id = $1";
    FIND = concat!(select!(), "where w.id = $1");
    FIND_BY_NAME = concat!(select!(), "where w.organization_id = $1
  and w.name = $2");
    ALL = concat!(select!(), "where w.organization_id = $1
order by w.name");
    LIST = concat!("
select ", columns!(), ",
  r.id as run_id, r.status as run_status, r.message as run_message, r.created_at as run_created_at
from workspaces w
join projects p on p.id = w.project_id
left join runs r on r.id = (
  select x.id
  from runs x
  where x.workspace_id = w.id
  order by x.created_at desc, x.id desc
  limit 1
)
where w.organization_id = $1
  and w.name > $2
  and (cast($3 as text) is null or $3 like '%,' || w.project_id || ',%')
  and (cast($4 as text) is null or lower(w.name) like lower($4) escape '\\')
order by w.name
limit $5");
    LOCATE = "
select w.organization_id, o.name as organization, w.project_id, w.id as workspace_id
from workspaces w
join organizations o on o.id = w.organization_id
where w.id = $1";
}

/// Inserts a workspace. Constraint: `workspaces_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    workspace: &Workspace,
) -> Result<(), StoreError> {
    let params = params![
        workspace.id,
        organization,
        workspace.project_id,
        workspace.name,
        workspace.description,
        workspace.auto_apply,
        workspace.working_directory,
        json(&workspace.tags)?,
        workspace.created_at,
        workspace.updated_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes everything but id and creation; false when it is gone.
pub async fn update(tx: &mut Tx, workspace: &Workspace) -> Result<bool, StoreError> {
    let params = params![
        workspace.id,
        workspace.project_id,
        workspace.name,
        workspace.description,
        workspace.auto_apply,
        workspace.working_directory,
        json(&workspace.tags)?,
        workspace.updated_at,
    ];
    tx.touch(UPDATE, params).await
}

/// Deletes it; false when it is gone. Constraint: `foreign_key` while it has runs.
pub async fn delete(tx: &mut Tx, id: WorkspaceId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![id]).await
}

/// By id.
pub async fn find(conn: &mut Conn, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &Name,
) -> Result<Option<Workspace>, StoreError> {
    let row = conn
        .first(FIND_BY_NAME, params![organization, name])
        .await?;
    row.as_ref().map(read).transpose()
}

/// A page of an organization's, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    filter: &WorkspaceFilter,
    page: &PageRequest,
) -> Result<Page<ListedWorkspace>, StoreError> {
    let params = params![
        organization,
        page::after_name(page),
        among(filter.projects.as_deref()),
        filter.search.as_deref().map(containing),
        page::rows(page),
    ];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read_listed).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &ListedWorkspace| {
        item.workspace.name.to_string()
    }))
}

/// All of an organization's, by name, without their runs: for matching scopes.
pub async fn all(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<Workspace>, StoreError> {
    let rows = conn.all(ALL, params![organization]).await?;
    rows.iter().map(read).collect()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: WorkspaceId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

fn read(row: &Row) -> Result<Workspace, StoreError> {
    Ok(Workspace {
        id: row.text("id")?,
        name: row.text("name")?,
        description: row.maybe_text("description")?,
        project_id: row.text("project_id")?,
        project: row.text("project")?,
        auto_apply: row.flag("auto_apply")?,
        working_directory: row.maybe_text("working_directory")?,
        tags: row.json("tags")?,
        created_at: row.text("created_at")?,
        updated_at: row.text("updated_at")?,
    })
}

fn read_listed(row: &Row) -> Result<ListedWorkspace, StoreError> {
    let latest_run = match row.maybe_text("run_id")? {
        Some(id) => Some(LatestRun {
            id,
            status: row.text("run_status")?,
            message: row.maybe_text("run_message")?,
            created_at: row.text("run_created_at")?,
        }),
        None => None,
    };
    Ok(ListedWorkspace {
        workspace: read(row)?,
        latest_run,
    })
}
