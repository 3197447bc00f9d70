//! Runs: plans of a workspace on their way through the gate.

use domain::{
    Digest, OrganizationId, Page, PageRequest, PlanSummary, Run, RunDocument, RunId, RunStatus,
    Timestamp, UserId, WorkspaceId,
};

use crate::{Conn, Location, StoreError, Tx};

/// Which runs a list shows.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only those of this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only those in one of these; empty means any.
    pub statuses: Vec<RunStatus>,
    /// Only those that this user started.
    pub created_by: Option<UserId>,
}
/// Inserts a run without its checks. `is_destroy` is for policies to read.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    run: &Run,
    is_destroy: bool,
) -> Result<(), StoreError> {
    let _ = (tx, organization, run, is_destroy);
    unimplemented!()
}

/// Gives a run its plan; false when it is gone or has one.
pub async fn attach_plan(
    tx: &mut Tx,
    id: RunId,
    digest: &Digest,
    summary: &PlanSummary,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let _ = (tx, id, digest, summary, now);
    unimplemented!()
}

/// Moves it from one status to another; false when it is not in `from`.
pub async fn set_status(
    tx: &mut Tx,
    id: RunId,
    from: RunStatus,
    to: RunStatus,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let _ = (tx, id, from, to, now);
    unimplemented!()
}

/// Where it stands.
pub async fn find_status(conn: &mut Conn, id: RunId) -> Result<Option<RunStatus>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// With its checks, their results and overrides, in four queries.
pub async fn find(conn: &mut Conn, id: RunId) -> Result<Option<Run>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// A page, newest first; checks without results and overrides. One query.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    filter: &RunFilter,
    page: &PageRequest,
) -> Result<Page<Run>, StoreError> {
    let _ = (conn, organization, filter, page);
    unimplemented!()
}

/// What policies are told about it.
pub async fn find_document(conn: &mut Conn, id: RunId) -> Result<Option<RunDocument>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: RunId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
