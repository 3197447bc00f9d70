//! Checks that cannot be evaluated now, because something that they need cannot serve.

use std::time::Duration;

use domain::{CheckId, Timestamp};

use super::attempts::Ended;
use super::{MAX_POSTPONED, Reaped, reap};
use crate::statement::statements;
use crate::value::params;
use crate::{StoreError, Tx, dialect};

statements! { "checks";
    POSTPONE = "
update checks
set status = case when postponed + 1 >= $3 then 'errored' else 'queued' end,
    revision = revision + 1,
    postponed = postponed + 1,
    policy_done = 0,
    lease_node = null,
    lease_until = null,
    not_before = case when postponed + 1 >= $3 then null else $4 end,
    deadline_at = case when postponed + 1 >= $3 then null else deadline_at end,
    error = case when postponed + 1 >= $3 then $5 else error end,
    finished_at = case when postponed + 1 >= $3 then $6 else null end
where id = $1
  and attempt = $2
  and status = 'running'
returning id, run_id, organization_id, status, revision, attempt, error";
}

/// Gives a check back that nobody is to take before `delay` is over, and counts it; the last time
/// errors it with `why`. `None` when it is another attempt's, or settled: nothing was changed.
pub async fn postpone(
    tx: &mut Tx,
    id: CheckId,
    attempt: u32,
    delay: Duration,
    why: &str,
    now: Timestamp,
) -> Result<Option<Reaped>, StoreError> {
    // Claims compare with this clock.
    let clock = dialect::lease_clock(tx, now).await?;
    let error = format!("it could not be evaluated {MAX_POSTPONED} times: {why}");
    let params = params![id, attempt, MAX_POSTPONED, clock.plus(delay), error, now];
    let rows = tx.all(POSTPONE, params).await?;
    let mut given_back = reap::settle(tx, &rows, Ended::Released, now).await?;
    Ok(given_back.pop())
}
