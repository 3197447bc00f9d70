//! Runs: plans of a workspace on their way through the gate.

pub(crate) mod list;

pub use list::{RunFilter, list};

use domain::{Digest, OrganizationId, PlanSummary, Run, RunDocument, RunId, RunStatus, Timestamp};

use crate::location::located;
use crate::row::Row;
use crate::statement::statements;
use crate::value::{json, params};
use crate::{Conn, Location, StoreError, Tx, checks};

/// The columns that [`read`] reads, from runs `r`, organizations `o` and workspaces `w`.
macro_rules! columns {
    () => {
        "r.id, o.name as organization, r.workspace_id, w.name as workspace, r.status, r.message,
  r.source, r.commit_id, r.branch, r.is_dry, r.created_by, r.created_by_name, r.plan_digest,
  r.plan_summary, r.created_at, r.updated_at"
    };
}
pub(crate) use columns;

statements! { "runs";
    INSERT = "
insert into runs
  (id, organization_id, workspace_id, status, message, source, commit_id, branch, is_dry,
   is_destroy, created_by, created_by_name, plan_digest, plan_summary, resource_count, created_at,
   updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    ATTACH_PLAN = "
update runs
set plan_digest = $2,
    plan_summary = $3,
    resource_count = $4,
    updated_at = $5
where id = $1
  and plan_digest is null";
    SET_STATUS = "
update runs
set status = $3,
    updated_at = $4
where id = $1
  and status = $2";
    FIND_STATUS = "
select r.id, r.status
from runs r
where r.id = $1";
    FIND = concat!("select ", columns!(), "
from runs r
join organizations o on o.id = r.organization_id
join workspaces w on w.id = r.workspace_id
where r.id = $1");
    FIND_DOCUMENT = "
select r.id, r.created_at, u.name as created_by, u.email, u.userid, r.message, r.source,
  r.commit_id, r.branch, r.is_destroy, r.is_dry, o.name as organization, w.project_id,
  p.name as project, r.workspace_id, w.name as workspace, w.created_at as workspace_created_at,
  w.description, w.auto_apply, w.working_directory, w.tags
from runs r
join organizations o on o.id = r.organization_id
join workspaces w on w.id = r.workspace_id
join projects p on p.id = w.project_id
join users u on u.id = r.created_by
where r.id = $1";
    LOCATE = located!(workspace, "runs");
}

/// Inserts a run without its checks. `is_destroy` is for policies to read.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    run: &Run,
    is_destroy: bool,
) -> Result<(), StoreError> {
    let params = params![
        run.id,
        organization,
        run.workspace_id,
        run.status,
        run.message,
        run.source,
        run.commit,
        run.branch,
        run.is_dry,
        is_destroy,
        run.created_by_id,
        run.created_by,
        run.plan_digest,
        run.plan.as_ref().map(json).transpose()?,
        run.plan.as_ref().map(|plan| plan.resources),
        run.created_at,
        run.updated_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Gives a run its plan; false when it is gone or has one.
pub async fn attach_plan(
    tx: &mut Tx,
    id: RunId,
    digest: &Digest,
    summary: &PlanSummary,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let params = params![id, digest, json(summary)?, summary.resources, now];
    tx.touch(ATTACH_PLAN, params).await
}

/// Moves it from one status to another; false when it is not in `from`.
pub async fn set_status(
    tx: &mut Tx,
    id: RunId,
    from: RunStatus,
    to: RunStatus,
    now: Timestamp,
) -> Result<bool, StoreError> {
    tx.touch(SET_STATUS, params![id, from, to, now]).await
}

/// Where it stands.
pub async fn find_status(conn: &mut Conn, id: RunId) -> Result<Option<RunStatus>, StoreError> {
    match conn.first(FIND_STATUS, params![id]).await? {
        Some(row) => row.text("status").map(Some),
        None => Ok(None),
    }
}

/// With its checks, their results and overrides, in four queries.
pub async fn find(conn: &mut Conn, id: RunId) -> Result<Option<Run>, StoreError> {
    let Some(row) = conn.first(FIND, params![id]).await? else {
        return Ok(None);
    };
    let mut run = read(&row)?;
    run.checks = checks::list_for_run(conn, id).await?;
    Ok(Some(run))
}

/// What policies are told about it.
pub async fn find_document(conn: &mut Conn, id: RunId) -> Result<Option<RunDocument>, StoreError> {
    let row = conn.first(FIND_DOCUMENT, params![id]).await?;
    row.as_ref().map(read_document).transpose()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: RunId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

/// Everything but the checks.
fn read(row: &Row) -> Result<Run, StoreError> {
    Ok(Run {
        id: row.text("id")?,
        organization: row.text("organization")?,
        workspace_id: row.text("workspace_id")?,
        workspace: row.text("workspace")?,
        status: row.text("status")?,
        message: row.maybe_text("message")?,
        source: row.text("source")?,
        commit: row.maybe_text("commit_id")?,
        branch: row.maybe_text("branch")?,
        is_dry: row.flag("is_dry")?,
        created_by_id: row.text("created_by")?,
        created_by: row.text("created_by_name")?,
        plan_digest: row.maybe_text("plan_digest")?,
        plan: row.maybe_json("plan_summary")?,
        checks: Vec::new(),
        created_at: row.text("created_at")?,
        updated_at: row.text("updated_at")?,
    })
}

fn read_document(row: &Row) -> Result<RunDocument, StoreError> {
    Ok(RunDocument {
        id: row.text("id")?,
        created_at: row.text("created_at")?,
        created_by: row.text("created_by")?,
        created_by_email: row.maybe_text("email")?,
        created_by_userid: row.text("userid")?,
        message: row.maybe_text("message")?,
        source: row.text("source")?,
        commit: row.maybe_text("commit_id")?,
        branch: row.maybe_text("branch")?,
        is_destroy: row.flag("is_destroy")?,
        is_dry: row.flag("is_dry")?,
        organization: row.text("organization")?,
        project_id: row.text("project_id")?,
        project: row.text("project")?,
        workspace_id: row.text("workspace_id")?,
        workspace: row.text("workspace")?,
        workspace_created_at: row.text("workspace_created_at")?,
        workspace_description: row.maybe_text("description")?,
        auto_apply: row.flag("auto_apply")?,
        working_directory: row.maybe_text("working_directory")?,
        tags: row.json("tags")?,
    })
}
