//! The only places where the two engines are told different things: how queued checks are locked
//! while they are claimed, whose clock measures leases, and who checks the database's file.

use domain::Timestamp;

use crate::statement::Statement;
use crate::{Conn, Engine, StoreError};

/// Several nodes measure leases with the clock of the database that they share, so that theirs need
/// not agree. On SQLite there is one process and its clock, `now`, is the only one.
pub(crate) async fn lease_clock(conn: &mut Conn, now: Timestamp) -> Result<Timestamp, StoreError> {
    match conn.engine() {
        Engine::Sqlite => Ok(now),
        Engine::Postgres => conn.one(CLOCK, Vec::new()).await?.text("clock"),
    }
}

/// Takes queued checks of an organization: `$1` node, `$2` lease clock, `$3` end of the lease, `$4` now, `$5`
/// how many, `$6` the organization.
pub(crate) fn claim(engine: Engine) -> &'static Statement {
    match engine {
        Engine::Sqlite => CLAIM_SQLITE,
        Engine::Postgres => CLAIM_POSTGRES,
    }
}

/// Locks the row that says who migrates. The migrations themselves do not know of this table.
pub(crate) const CREATE_MIGRATION_LOCK: &str =
    "create table if not exists migration_lock (id bigint not null primary key)";
pub(crate) const FILL_MIGRATION_LOCK: &str =
    "insert into migration_lock (id) values (1) on conflict (id) do nothing";
pub(crate) const TAKE_MIGRATION_LOCK: &str =
    "select id from migration_lock where id = 1 for update";

macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "
with taken as materialized (
  select id
  from checks
  where status = 'queued'
    and organization_id = $6
    and (not_before is null or not_before <= $2)
  order by queued_at, id
  limit $5",
            $lock,
            "
)
update checks
set status = 'running',
    attempt = attempt + 1,
    revision = revision + 1,
    lease_node = $1,
    lease_until = $3,
    not_before = null,
    policy_done = 0,
    started_at = $4
where id in (select id from taken)
returning id, organization_id, workspace_id, run_id, attempt, revision, postponed, plan_digest,
  pinned, queued_at, deadline_at"
        )
    };
}

const CLAIM_SQLITE: &Statement = &Statement {
    name: "CLAIM_SQLITE",
    table: "checks",
    sql: claim!(""),
    only: Some(Engine::Sqlite),
};

const CLAIM_POSTGRES: &Statement = &Statement {
    name: "CLAIM_POSTGRES",
    table: "checks",
    sql: claim!("\n  for update skip locked"),
    only: Some(Engine::Postgres),
};

const CLOCK: &Statement = &Statement {
    name: "CLOCK",
    table: "checks",
    sql: r#"
select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as clock"#,
    only: Some(Engine::Postgres),
};

/// What is wrong with the file of the database, in SQLite's words; nothing when all is well. Postgres
/// looks after its own files.
pub(crate) async fn quick_check(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    if conn.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    let rows = conn.all(QUICK_CHECK, Vec::new()).await?;
    let mut said = rows
        .iter()
        .map(|row| row.text("quick_check"))
        .collect::<Result<Vec<String>, _>>()?;
    said.retain(|line| line != "ok");
    Ok(said)
}

const QUICK_CHECK: &Statement = &Statement {
    name: "QUICK_CHECK",
    table: "sqlite_schema",
    sql: "pragma quick_check",
    only: Some(Engine::Sqlite),
};

/// What the catalogue knows of this module.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&Statement] = &[CLAIM_SQLITE, CLAIM_POSTGRES, CLOCK, QUICK_CHECK];
