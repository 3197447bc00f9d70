//! Policy checks as people read them. Their life as jobs is `queue`'s.

use std::collections::HashMap;

use domain::{
    Check, CheckId, CheckStatus, Counts, OrganizationId, Page, PageRequest, Run, RunId, Timestamp,
};

use crate::location::located;
use crate::page::Place;
use crate::queue::results;
use crate::row::Row;
use crate::statement::statements;
use crate::value::{listed, params};
use crate::{Conn, Location, StoreError, overrides, page};

/// Where a check stands, for those who wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckState {
    /// Its run.
    pub run_id: RunId,
    /// Its status.
    pub status: CheckStatus,
    /// Grows by one with every change.
    pub revision: u32,
}

/// How often a policy failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFailures {
    /// The set's name.
    pub policy_set: String,
    /// The policy's name.
    pub policy: String,
    /// In how many checks it failed or errored.
    pub failures: u32,
}

macro_rules! select {
    () => {
        "
select c.id, o.name as organization, c.workspace_id, w.name as workspace, c.run_id, c.stage,
  c.status, c.revision, c.attempt, c.passed, c.advisory_failed, c.soft_failed, c.hard_failed,
  c.errored, c.policy_total, c.policy_done, c.plan_digest, c.engine, c.error, c.created_at, c.queued_at,
  c.started_at, c.finished_at
from checks c
join organizations o on o.id = c.organization_id
join workspaces w on w.id = c.workspace_id
"
    };
}

statements! { "checks";
    FIND = concat!(select!(), "where c.id = $1");
    LIST_FOR_RUN = concat!(select!(), "where c.run_id = $1
order by c.created_at, c.id");
    // The runs between two places of the organization's list; more than the page shows when it is
    // filtered, and those are dropped.
    LIST_FOR_RUNS = concat!(select!(), "join runs r on r.id = c.run_id
where r.organization_id = $1
  and (r.created_at, r.id) >= ($2, $3)
  and (r.created_at, r.id) <= ($4, $5)
  and $6 like '%,' || r.id || ',%'
order by c.created_at, c.id");
    // A soft-failed check of a discarded run waits for nobody.
    LIST_NEEDING_DECISION = concat!(select!(), "join runs r on r.id = c.run_id
where c.organization_id = $1
  and c.status = 'soft_failed'
  and r.status = 'needs_decision'
  and (c.finished_at, c.id) > ($2, $3)
order by c.finished_at, c.id
limit $4");
    FIND_STATE = "
select c.id, c.run_id, c.status, c.revision
from checks c
where c.id = $1";
    FIND_PINNED = "
select c.id, c.pinned
from checks c
where c.id = $1";
    FIND_BY_IDEMPOTENCY_KEY = "
select c.id, c.run_id
from checks c
where c.organization_id = $1
  and c.idempotency_source = $2
  and c.idempotency_key = $3";
    LIST_MOST_FAILING = "
select x.policy_set, x.policy, count(*) as failures
from checks c
join check_results x on x.check_id = c.id
where c.organization_id = $1
  and c.finished_at >= $2
  and x.result <> 'passed'
group by x.policy_set, x.policy
order by failures desc, x.policy_set, x.policy
limit $3";
    LOCATE = located!(workspace, "checks");
}

/// With its results and overrides, in three queries.
pub async fn find(conn: &mut Conn, id: CheckId) -> Result<Option<Check>, StoreError> {
    let Some(row) = conn.first(FIND, params![id]).await? else {
        return Ok(None);
    };
    let mut check = read(&row)?;
    check.results = results::list(conn, id).await?;
    check.overrides = overrides::list(conn, id).await?;
    Ok(Some(check))
}

/// Where it stands; one index probe.
pub async fn find_state(conn: &mut Conn, id: CheckId) -> Result<Option<CheckState>, StoreError> {
    match conn.first(FIND_STATE, params![id]).await? {
        Some(row) => Ok(Some(CheckState {
            run_id: row.text("run_id")?,
            status: row.text("status")?,
            revision: row.count("revision")?,
        })),
        None => Ok(None),
    }
}

/// The pinned policy sets as the service wrote them, JSON.
pub async fn find_pinned(conn: &mut Conn, id: CheckId) -> Result<Option<String>, StoreError> {
    match conn.first(FIND_PINNED, params![id]).await? {
        Some(row) => row.maybe_text("pinned"),
        None => Ok(None),
    }
}

/// The check that an idempotency key already made.
pub async fn find_by_idempotency_key(
    conn: &mut Conn,
    organization: OrganizationId,
    source: &str,
    key: &str,
) -> Result<Option<(CheckId, RunId)>, StoreError> {
    let params = params![organization, source, key];
    match conn.first(FIND_BY_IDEMPOTENCY_KEY, params).await? {
        Some(row) => Ok(Some((row.text("id")?, row.text("run_id")?))),
        None => Ok(None),
    }
}

/// A page of those that wait for a decision, oldest first; without results.
pub async fn list_needing_decision(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<Check>, StoreError> {
    let place = Place::after(page)?;
    let params = params![organization, place.at, place.id, page::rows(page)];
    let rows = conn.all(LIST_NEEDING_DECISION, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &Check| {
        Place::cursor(item.finished_at.unwrap_or(item.created_at), item.id.bare())
    }))
}

/// Which policies failed most often, in any way, since then.
pub async fn list_most_failing(
    conn: &mut Conn,
    organization: OrganizationId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<PolicyFailures>, StoreError> {
    let rows = conn
        .all(LIST_MOST_FAILING, params![organization, since, limit])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PolicyFailures {
                policy_set: row.text("policy_set")?,
                policy: row.text("policy")?,
                failures: row.count("failures")?,
            })
        })
        .collect()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: CheckId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

/// The checks of a run with results and overrides, in three queries.
pub(crate) async fn list_for_run(conn: &mut Conn, run: RunId) -> Result<Vec<Check>, StoreError> {
    let rows = conn.all(LIST_FOR_RUN, params![run]).await?;
    let mut checks: Vec<Check> = rows.iter().map(read).collect::<Result<_, _>>()?;
    if checks.is_empty() {
        return Ok(checks);
    }
    let mut results = results::list_for_run(conn, run).await?;
    let mut overrides = overrides::list_for_run(conn, run).await?;
    for check in &mut checks {
        check.results = results.remove(&check.id).unwrap_or_default();
        check.overrides = overrides.remove(&check.id).unwrap_or_default();
    }
    Ok(checks)
}

/// Gives runs, newest first, their checks without results and overrides, in one query.
pub(crate) async fn read_for_runs(
    conn: &mut Conn,
    organization: OrganizationId,
    runs: &mut [Run],
) -> Result<(), StoreError> {
    let (Some(newest), Some(oldest)) = (runs.first(), runs.last()) else {
        return Ok(());
    };
    let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
    let params = params![
        organization,
        oldest.created_at,
        oldest.id,
        newest.created_at,
        newest.id,
        listed(&ids),
    ];
    let mut found: HashMap<RunId, Vec<Check>> = HashMap::new();
    for row in &conn.all(LIST_FOR_RUNS, params).await? {
        let check = read(row)?;
        found.entry(check.run_id).or_default().push(check);
    }
    for run in runs {
        run.checks = found.remove(&run.id).unwrap_or_default();
    }
    Ok(())
}

/// Everything but results and overrides, which are rows of their own.
fn read(row: &Row) -> Result<Check, StoreError> {
    Ok(Check {
        id: row.text("id")?,
        organization: row.text("organization")?,
        workspace_id: row.text("workspace_id")?,
        workspace: row.text("workspace")?,
        run_id: row.text("run_id")?,
        stage: row.text("stage")?,
        status: row.text("status")?,
        revision: row.count("revision")?,
        attempt: row.count("attempt")?,
        counts: Counts {
            passed: row.count("passed")?,
            advisory_failed: row.count("advisory_failed")?,
            soft_failed: row.count("soft_failed")?,
            hard_failed: row.count("hard_failed")?,
            errored: row.count("errored")?,
        },
        policy_total: row.maybe_count("policy_total")?,
        policy_done: row.count("policy_done")?,
        results: Vec::new(),
        overrides: Vec::new(),
        plan_digest: row.maybe_text("plan_digest")?,
        engine: row.maybe_text("engine")?,
        error: row.maybe_text("error")?,
        created_at: row.text("created_at")?,
        queued_at: row.maybe_text("queued_at")?,
        started_at: row.maybe_text("started_at")?,
        finished_at: row.maybe_text("finished_at")?,
    })
}
