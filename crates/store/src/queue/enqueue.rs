//! New checks, and pending ones whose plan arrived.

use domain::{CheckId, CheckStatus};

use super::{Fenced, NewCheck, QueuedPlan};
use crate::statement::statements;
use crate::value::params;
use crate::{StoreError, Tx};

statements! { "checks";
    INSERT = "
insert into checks
  (id, organization_id, workspace_id, run_id, stage, status, revision, attempt, lost_attempts,
   deadline_at, idempotency_source, idempotency_key, plan_digest, pinned, policy_total, passed,
   advisory_failed, soft_failed, hard_failed, errored, created_at, queued_at)
values ($1, $2, $3, $4, $5, $6, 1, 0, 0, $7, $8, $9, $10, $11, $12, 0, 0, 0, 0, 0, $13, $14)";
    PLAN_READY = "
update checks
set status = 'queued',
    revision = revision + 1,
    plan_digest = $2,
    pinned = $3,
    policy_total = $4,
    queued_at = $5
where id = $1
  and status = 'pending'
returning id, revision";
}

/// Inserts a check, queued when it has its plan. Its revision is 1. Constraints:
/// `checks_organization_id_idempotency_source_idempotency_key_key`, `checks_run_id_stage_key`.
pub async fn enqueue(tx: &mut Tx, check: &NewCheck<'_>) -> Result<(), StoreError> {
    let plan = check.plan.as_ref();
    let status = if plan.is_some() {
        CheckStatus::Queued
    } else {
        CheckStatus::Pending
    };
    let params = params![
        check.id,
        check.organization_id,
        check.workspace_id,
        check.run_id,
        check.stage,
        status,
        check.deadline_at,
        check.idempotency.map(|(source, _)| source),
        check.idempotency.map(|(_, key)| key),
        plan.map(|plan| plan.digest),
        plan.map(|plan| plan.pinned),
        plan.map(|plan| plan.policy_total),
        check.created_at,
        plan.map(|plan| plan.queued_at),
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Queues a pending check, its plan being there.
pub async fn plan_ready(
    tx: &mut Tx,
    id: CheckId,
    plan: &QueuedPlan<'_>,
) -> Result<Fenced, StoreError> {
    let params = params![
        id,
        plan.digest,
        plan.pinned,
        plan.policy_total,
        plan.queued_at,
    ];
    Fenced::read(tx.first(PLAN_READY, params).await?.as_ref())
}
