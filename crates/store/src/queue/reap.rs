//! Checks whose worker or time ran out.

use domain::{CheckStatus, Timestamp, Verdict};

use super::attempts::{self, Ended};
use super::{MAX_LOST_ATTEMPTS, MAX_ORPHANED_ATTEMPTS, Reaped, finish};
use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{StoreError, Tx, dialect};

/// After every lease that there can be.
const ALL_LEASES: &str = "~";

statements! { "checks";
    // The condition stands twice: of two nodes that reap at once, the second waits for the first
    // and then looks again.
    REAP_LOST = "
update checks
set status = case when lost_attempts + 1 >= $2 then 'errored' else 'queued' end,
    revision = revision + 1,
    lost_attempts = lost_attempts + 1,
    policy_done = 0,
    lease_node = null,
    lease_until = null,
    deadline_at = case when lost_attempts + 1 >= $2 then null else deadline_at end,
    error = case when lost_attempts + 1 >= $2 then $3 else error end,
    finished_at = case when lost_attempts + 1 >= $2 then $4 else null end
where lease_until < $1
  and id in (
    select id
    from checks
    where lease_until < $1
    order by lease_until
    limit $5
  )
returning id, run_id, organization_id, status, revision, attempt, error";
    REAP_LATE = "
update checks
set status = 'errored',
    revision = revision + 1,
    lease_node = null,
    lease_until = null,
    deadline_at = null,
    error = $2,
    finished_at = $1
where deadline_at <= $1
  and id in (
    select id
    from checks
    where deadline_at <= $1
    order by deadline_at
    limit $3
  )
returning id, run_id, organization_id, status, revision, attempt, error";
}

/// Queues again what lost its worker, errors what lost too many or is past its deadline; up to
/// `limit` of each.
pub async fn reap(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Reaped>, StoreError> {
    let late = "it was not answered before its deadline: no worker was free, or none finished it";
    let rows = tx.all(REAP_LATE, params![now, late, limit]).await?;
    let mut reaped = settle(tx, &rows, Ended::Expired, now).await?;

    let clock = dialect::lease_clock(tx, now).await?;
    let lost = lost_message(MAX_LOST_ATTEMPTS);
    let params = params![clock, MAX_LOST_ATTEMPTS, lost, now, limit];
    let rows = tx.all(REAP_LOST, params).await?;
    reaped.extend(settle(tx, &rows, Ended::Lost, now).await?);
    Ok(reaped)
}

/// On SQLite, at start: the process that ran them is gone, so every running check is queued again,
/// or errored when that happened too often.
pub async fn requeue_orphans(tx: &mut Tx, now: Timestamp) -> Result<Vec<Reaped>, StoreError> {
    let lost = lost_message(MAX_ORPHANED_ATTEMPTS);
    let params = params![ALL_LEASES, MAX_ORPHANED_ATTEMPTS, lost, now, i64::MAX];
    let rows = tx.all(REAP_LOST, params).await?;
    settle(tx, &rows, Ended::Lost, now).await
}

fn lost_message(times: u32) -> String {
    format!("its worker was lost {times} times: evaluating it may be what kills workers")
}

/// Ends the attempts of what was reaped, and gives what is errored its verdict.
pub(super) async fn settle(
    tx: &mut Tx,
    rows: &[Row],
    how: Ended,
    now: Timestamp,
) -> Result<Vec<Reaped>, StoreError> {
    let mut reaped = Vec::with_capacity(rows.len());
    for row in rows {
        let one = Reaped {
            check_id: row.text("id")?,
            run_id: row.text("run_id")?,
            organization_id: row.text("organization_id")?,
            status: row.text("status")?,
            revision: row.count("revision")?,
            error: row.maybe_text("error")?,
        };
        attempts::end(tx, one.check_id, how, now).await?;
        if one.status == CheckStatus::Errored {
            let attempt = row.count("attempt")?;
            finish::insert_verdict(tx, one.check_id, attempt, Verdict::Errored, None, now).await?;
        }
        reaped.push(one);
    }
    Ok(reaped)
}
