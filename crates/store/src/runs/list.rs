//! Pages of runs.

use domain::{OrganizationId, Page, PageRequest, ProjectId, Run, RunStatus, UserId, WorkspaceId};

use super::{columns, read};
use crate::page::Place;
use crate::statement::statements;
use crate::value::{among, listed, params};
use crate::{Conn, StoreError, checks, page};

/// Which runs a list shows.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only those of this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only those of workspaces of these projects; `None` means any.
    pub projects: Option<Vec<ProjectId>>,
    /// Only those in one of these; empty means any.
    pub statuses: Vec<RunStatus>,
    /// Only those that this user started.
    pub created_by: Option<UserId>,
}

macro_rules! select {
    () => {
        concat!(
            "select ",
            columns!(),
            "
from runs r
join organizations o on o.id = r.organization_id
join workspaces w on w.id = r.workspace_id
"
        )
    };
}

macro_rules! rest {
    () => {
        "  and (r.created_at, r.id) < ($2, $3)
  and ($4 = ',' or $4 like '%,' || r.status || ',%')
  and (cast($5 as text) is null or r.created_by = $5)
  and (cast($7 as text) is null or $7 like '%,' || w.project_id || ',%')
order by r.created_at desc, r.id desc
limit $6"
    };
}

statements! { "runs";
    // Two texts, so that each walks its own index.
    LIST = concat!(select!(), "where r.organization_id = $1
", rest!());
    LIST_FOR_WORKSPACE = concat!(select!(), "where r.organization_id = $1
  and r.workspace_id = $8
", rest!());
}

/// A page, newest first; checks without results and overrides. Two queries.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    filter: &RunFilter,
    page: &PageRequest,
) -> Result<Page<Run>, StoreError> {
    let place = Place::before(page)?;
    let mut params = params![
        organization,
        place.at,
        place.id,
        listed(&filter.statuses),
        filter.created_by,
        page::rows(page),
        among(filter.projects.as_deref()),
    ];
    let statement = match filter.workspace {
        None => LIST,
        Some(workspace) => {
            params.extend(params![workspace]);
            LIST_FOR_WORKSPACE
        }
    };
    let rows = conn.all(statement, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    let mut page = page::cut(items, page, |item: &Run| {
        Place::cursor(item.created_at, item.id.bare())
    });
    checks::read_for_runs(conn, organization, &mut page.items).await?;
    Ok(page)
}
