//! The queue: a check's life as a job.
//!
//! A row of `checks` is the job. Whoever claims it gets its next attempt number, and everything
//! that is said about the check afterwards names it: a worker that was thought dead and comes back
//! says it about an attempt that is over, and changes nothing. Which runs, audit entries and events
//! go with each change is the service's affair, in the same unit.

pub(crate) mod attempts;
pub(crate) mod claims;
pub(crate) mod depth;
pub(crate) mod enqueue;
pub(crate) mod fair;
pub(crate) mod finish;
pub(crate) mod postpone;
pub(crate) mod reap;
pub(crate) mod results;

pub use claims::{claim, heartbeat, is_any_next, progress, release};
pub use depth::depth;
pub use enqueue::{enqueue, plan_ready};
pub use fair::Room;
pub use finish::{cancel, finish};
pub use postpone::postpone;
pub use reap::{reap, requeue_orphans};

use std::time::Duration;

use domain::{
    CheckId, CheckStatus, Digest, OrganizationId, PolicyResult, RunId, Stage, Timestamp, Verdict,
    WorkspaceId,
};

use crate::StoreError;
use crate::row::Row;

/// How many workers may be lost over a check before it is errored: it may be what kills them.
pub const MAX_LOST_ATTEMPTS: u32 = 3;

/// The same for a process that ended with the check in its hands. More, because a process is killed
/// for many reasons and evaluates in children that die in its stead.
pub const MAX_ORPHANED_ATTEMPTS: u32 = 10;

/// How often a check may be put off because something that it needs cannot serve, before it is
/// errored. With delays that double up to a minute, that is about six of them.
pub const MAX_POSTPONED: u32 = 12;

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
    /// How often it was put off already.
    pub postponed: u32,
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
/// A check that was queued again, or given up.
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

impl Fenced {
    /// From the row that a fenced statement returned, or did not.
    fn read(row: Option<&Row>) -> Result<Self, StoreError> {
        match row {
            Some(row) => Ok(Self::Done {
                revision: row.count("revision")?,
            }),
            None => Ok(Self::Stale),
        }
    }
}

/// The stored form of a verdict.
pub(crate) const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::SoftFailed => "soft_failed",
        Verdict::HardFailed => "hard_failed",
        Verdict::Errored => "errored",
    }
}
