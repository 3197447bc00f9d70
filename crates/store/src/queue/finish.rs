//! The end of a check: an answer, or a cancellation.

use domain::{CheckEvent, CheckId, CheckStatus, Counts, Digest, Timestamp, Verdict};

use super::attempts::{self, Ended};
use super::{Answer, Fenced, results};
use crate::statement::statements;
use crate::value::params;
use crate::{StoreError, Tx};

statements! { "checks";
    FINISH = "
update checks
set status = $3,
    revision = revision + 1,
    lease_node = null,
    lease_until = null,
    deadline_at = null,
    passed = $4,
    advisory_failed = $5,
    soft_failed = $6,
    hard_failed = $7,
    errored = $8,
    policy_done = $12,
    engine = $9,
    error = $10,
    finished_at = $11
where id = $1
  and attempt = $2
  and status = 'running'
returning id, revision";
    CANCEL = "
update checks
set status = 'canceled',
    revision = revision + 1,
    lease_node = null,
    lease_until = null,
    deadline_at = null,
    finished_at = $2
where id = $1
  and status in ('pending', 'queued', 'running')
returning id, revision";
    INSERT_VERDICT = "
insert into check_verdicts (check_id, attempt, verdict, digest, created_at)
values ($1, $2, $3, $4, $5)";
}

/// Writes the answer of the running attempt: status, counts, results, verdict, end of the attempt.
/// Constraint: `check_verdicts_pkey` when there is a verdict already, which the fence rules out.
pub async fn finish(tx: &mut Tx, answer: &Answer<'_>) -> Result<Fenced, StoreError> {
    let status = CheckStatus::Running
        .after(CheckEvent::Finished(answer.verdict))
        .unwrap_or(CheckStatus::Errored);
    let counts = Counts::of(answer.results.iter().map(|result| result.result));
    let params = params![
        answer.check_id,
        answer.attempt,
        status,
        counts.passed,
        counts.advisory_failed,
        counts.soft_failed,
        counts.hard_failed,
        counts.errored,
        answer.engine,
        answer.error,
        answer.finished_at,
        counts.total(),
    ];
    let Some(row) = tx.first(FINISH, params).await? else {
        return Ok(Fenced::Stale);
    };
    insert_verdict(
        tx,
        answer.check_id,
        answer.attempt,
        answer.verdict,
        answer.digest,
        answer.finished_at,
    )
    .await?;
    results::write(tx, answer.check_id, answer.results).await?;
    attempts::end(tx, answer.check_id, Ended::Answered, answer.finished_at).await?;
    Fenced::read(Some(&row))
}

/// Gives up a check that is not settled, because its run was canceled.
pub async fn cancel(tx: &mut Tx, id: CheckId, now: Timestamp) -> Result<Fenced, StoreError> {
    let row = tx.first(CANCEL, params![id, now]).await?;
    if row.is_some() {
        attempts::end(tx, id, Ended::Canceled, now).await?;
    }
    Fenced::read(row.as_ref())
}

/// Writes the one verdict of a check.
pub(super) async fn insert_verdict(
    tx: &mut Tx,
    check: CheckId,
    attempt: u32,
    verdict: Verdict,
    digest: Option<Digest>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params = params![check, attempt, verdict, digest, now];
    tx.run(INSERT_VERDICT, params).await.map(drop)
}
