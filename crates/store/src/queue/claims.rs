//! Taking checks, keeping them, and giving them back.

use std::collections::HashSet;
use std::fmt::Write as _;

use domain::{CheckId, Timestamp};

use super::attempts::{self, Ended};
use super::fair::{self, shares};
use super::{Claimed, Fenced, Lease, Room};
use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx, dialect};

statements! { "checks";
    // All leases of a node at once, but only those that it still says it holds: a check that it
    // forgot is to run out.
    HEARTBEAT = "
update checks
set lease_until = $3
where lease_until is not null
  and status = 'running'
  and lease_node = $1
  and $2 like '%,' || id || '.' || attempt || ',%'
returning id, attempt";
    PROGRESS = "
update checks
set policy_done = $3,
    revision = revision + 1
where id = $1
  and attempt = $2
  and status = 'running'
returning id, revision";
    RELEASE = "
update checks
set status = 'queued',
    policy_done = 0,
    revision = revision + 1,
    lease_node = null,
    lease_until = null
where id = $1
  and attempt = $2
  and status = 'running'
returning id, revision";
}

/// Takes queued checks for which `node` has room, each with the next attempt number: of the organizations that
/// have fewest running first, and of each its oldest.
pub async fn claim(
    tx: &mut Tx,
    node: &str,
    room: Room,
    lease: Lease,
) -> Result<Vec<Claimed>, StoreError> {
    let clock = dialect::lease_clock(tx, lease.now).await?;
    let waiting = fair::waiting(tx, clock, room.most()).await?;
    let statement = dialect::claim(tx.engine());
    let mut claimed: Vec<Claimed> = Vec::new();
    for (organization, share) in shares(waiting, room) {
        let until = clock.plus(lease.span);
        let params = params![node, clock, until, lease.now, share, organization];
        for row in tx.all(statement, params).await? {
            claimed.push(read(&row)?);
        }
    }
    claimed.sort_by_key(|check| (check.queued_at, check.check_id));
    for check in &claimed {
        attempts::begin(tx, check.check_id, check.attempt, node, lease.now).await?;
    }
    Ok(claimed)
}

/// Whether [`claim`] would take any, as far as is known without locking anything.
pub async fn is_any_next(conn: &mut Conn, room: Room, now: Timestamp) -> Result<bool, StoreError> {
    let clock = dialect::lease_clock(conn, now).await?;
    let waiting = fair::waiting(conn, clock, room.most()).await?;
    Ok(!shares(waiting, room).is_empty())
}

/// Prolongs the leases of the checks that `node` holds, each with its attempt; returns those that
/// are not its any more: stop evaluating them at once.
pub async fn heartbeat(
    tx: &mut Tx,
    node: &str,
    held: &[(CheckId, u32)],
    lease: Lease,
) -> Result<Vec<(CheckId, u32)>, StoreError> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let clock = dialect::lease_clock(tx, lease.now).await?;
    let mut list = String::from(",");
    for (check, attempt) in held {
        let _ = write!(list, "{}.{attempt},", check.bare());
    }
    let params = params![node, list, clock.plus(lease.span)];
    let rows = tx.all(HEARTBEAT, params).await?;
    let kept: HashSet<(CheckId, u32)> = rows
        .iter()
        .map(|row| Ok((row.text("id")?, row.count("attempt")?)))
        .collect::<Result<_, StoreError>>()?;
    Ok(held
        .iter()
        .copied()
        .filter(|check| !kept.contains(check))
        .collect())
}

/// Notes how many policies of a running check have an answer.
pub async fn progress(
    tx: &mut Tx,
    id: CheckId,
    attempt: u32,
    done: u32,
) -> Result<Fenced, StoreError> {
    Fenced::read(
        tx.first(PROGRESS, params![id, attempt, done])
            .await?
            .as_ref(),
    )
}

/// Gives a check back unfinished, without counting its worker as lost.
pub async fn release(
    tx: &mut Tx,
    id: CheckId,
    attempt: u32,
    now: Timestamp,
) -> Result<Fenced, StoreError> {
    let row = tx.first(RELEASE, params![id, attempt]).await?;
    if row.is_some() {
        attempts::end(tx, id, Ended::Released, now).await?;
    }
    Fenced::read(row.as_ref())
}

fn read(row: &Row) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        check_id: row.text("id")?,
        attempt: row.count("attempt")?,
        organization_id: row.text("organization_id")?,
        workspace_id: row.text("workspace_id")?,
        run_id: row.text("run_id")?,
        plan_digest: row.text("plan_digest")?,
        pinned: row.text("pinned")?,
        revision: row.count("revision")?,
        postponed: row.count("postponed")?,
        queued_at: row.text("queued_at")?,
        deadline_at: row.text("deadline_at")?,
    })
}
