//! The queue: a check's life as a job. Claims are fenced by attempt number.

use std::time::Duration;

use domain::{
    CheckId, CheckStatus, Counts, Digest, OrganizationId, PolicyResult, RunId, Stage, Timestamp,
    Verdict, WorkspaceId,
};

use crate::{Conn, StoreError, Tx};

/// How many workers may be lost over a check before it is errored.
pub const MAX_LOST_ATTEMPTS: u32 = 3;
/// A check to be.
#[derive(Debug, Clone)]
pub struct NewCheck<'a> {
    /// Its id.
    pub id: CheckId,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The run; it is inserted before.
    pub run_id: RunId,
    /// When in the run.
    pub stage: Stage,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it is errored although nobody took it, or nobody finished it.
    pub deadline_at: Timestamp,
    /// Whom it comes from and what makes it unique there: a second one is refused.
    pub idempotency: Option<(&'a str, &'a str)>,
    /// What it is about; a check without a plan is pending.
    pub plan: Option<QueuedPlan<'a>>,
}
/// What a check is about, pinned when it is queued.
#[derive(Debug, Clone)]
pub struct QueuedPlan<'a> {
    /// SHA-256 of the plan.
    pub digest: Digest,
    /// The policy sets that will be evaluated: JSON of the service's own shape.
    pub pinned: &'a str,
    /// How many policies that will be.
    pub policy_total: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
}
/// A lease to be: from when (SQLite; Postgres reads its own clock) and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Lease {
    /// The process clock.
    pub now: Timestamp,
    /// For how long.
    pub span: Duration,
}
/// A check that a worker took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The check.
    pub check_id: CheckId,
    /// Which attempt at it this is: every later word about it must name it.
    pub attempt: u32,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The run.
    pub run_id: RunId,
    /// SHA-256 of the plan.
    pub plan_digest: Digest,
    /// The pinned policy sets: JSON of the service's own shape.
    pub pinned: String,
    /// Its revision now.
    pub revision: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is errored.
    pub deadline_at: Timestamp,
}
/// A worker's answer.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// The check.
    pub check_id: CheckId,
    /// The attempt that answers.
    pub attempt: u32,
    /// What it adds up to.
    pub verdict: Verdict,
    /// What became of each policy.
    pub results: &'a [PolicyResult],
    /// What the verdict is bound to: SHA-256 over plan, bundles, engine and results.
    pub digest: Option<Digest>,
    /// Which engine answered.
    pub engine: Option<&'a str>,
    /// Why there is no answer, when the reason is no single policy's.
    pub error: Option<&'a str>,
    /// When.
    pub finished_at: Timestamp,
}
/// What became of an answer, a release or a cancellation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fenced {
    /// It holds; the check has this revision now.
    Done {
        /// The check's revision now.
        revision: u32,
    },
    /// The check is another attempt's, or settled: nothing was changed.
    Stale,
}
/// A check that the reaper touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaped {
    /// The check.
    pub check_id: CheckId,
    /// Its run.
    pub run_id: RunId,
    /// Its organization.
    pub organization_id: OrganizationId,
    /// Queued again, or errored.
    pub status: CheckStatus,
    /// Its revision now.
    pub revision: u32,
    /// Why it was errored.
    pub error: Option<String>,
}
/// How much work there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Depth {
    /// Without a plan.
    pub pending: u64,
    /// Waiting for a worker.
    pub queued: u64,
    /// With a worker.
    pub running: u64,
    /// Since when the oldest waits for a worker.
    pub oldest_queued_at: Option<Timestamp>,
}
/// Inserts a check, queued when it has its plan. Constraints: `checks_organization_id_idempotency_source_idempotency_key_key`, `checks_run_id_stage_key`.
pub async fn enqueue(tx: &mut Tx, check: &NewCheck<'_>) -> Result<(), StoreError> {
    let _ = (tx, check);
    unimplemented!()
}

/// Queues a pending check, its plan being there.
pub async fn plan_ready(
    tx: &mut Tx,
    id: CheckId,
    plan: &QueuedPlan<'_>,
) -> Result<Fenced, StoreError> {
    let _ = (tx, id, plan);
    unimplemented!()
}

/// Takes up to `limit` queued checks for `node`, oldest first, each with the next attempt number.
pub async fn claim(
    tx: &mut Tx,
    node: &str,
    limit: u32,
    lease: Lease,
) -> Result<Vec<Claimed>, StoreError> {
    let _ = (tx, node, limit, lease);
    unimplemented!()
}

/// Prolongs the leases of `held` checks; returns those that are no longer this node's: stop them at once.
pub async fn heartbeat(
    tx: &mut Tx,
    node: &str,
    held: &[(CheckId, u32)],
    lease: Lease,
) -> Result<Vec<(CheckId, u32)>, StoreError> {
    let _ = (tx, node, held, lease);
    unimplemented!()
}

/// Gives a check back unfinished, without counting it as lost.
pub async fn release(
    tx: &mut Tx,
    id: CheckId,
    attempt: u32,
    now: Timestamp,
) -> Result<Fenced, StoreError> {
    let _ = (tx, id, attempt, now);
    unimplemented!()
}

/// Writes the answer: status, results, verdict, end of the attempt.
pub async fn finish(tx: &mut Tx, answer: &Answer<'_>) -> Result<Fenced, StoreError> {
    let _ = (tx, answer);
    unimplemented!()
}

/// Gives up a check that is not settled, because its run was canceled.
pub async fn cancel(tx: &mut Tx, id: CheckId, now: Timestamp) -> Result<Fenced, StoreError> {
    let _ = (tx, id, now);
    unimplemented!()
}

/// Queues again what lost its worker, errors what lost too many or is past its deadline; up to `limit` of each.
pub async fn reap(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Reaped>, StoreError> {
    let _ = (tx, now, limit);
    unimplemented!()
}

/// On SQLite, at start: nobody can be running anything, so every running check is queued again (or errored, when it lost too many).
pub async fn requeue_orphans(tx: &mut Tx, now: Timestamp) -> Result<Vec<Reaped>, StoreError> {
    let _ = (tx, now);
    unimplemented!()
}

/// How much work there is.
pub async fn depth(conn: &mut Conn) -> Result<Depth, StoreError> {
    let _ = (conn,);
    unimplemented!()
}

/// What a check's results add up to, as columns keep it.
pub(crate) fn counts(results: &[PolicyResult]) -> Counts {
    let _ = (results,);
    unimplemented!()
}
