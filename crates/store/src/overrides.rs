//! Overrides: who let a soft-failed check through.

use std::collections::HashMap;

use domain::{CheckId, Override, RunId};

use crate::queue::Fenced;
use crate::row::Row;
use crate::statement::statements;
use crate::value::{json, params};
use crate::{Conn, StoreError, Tx};

macro_rules! columns {
    () => {
        "v.id, v.check_id, v.user_id, v.user_name, v.via, v.reason, v.policies, v.created_at"
    };
}

statements! { "overrides";
    // The check first: its row lock makes a second override wait, and then find it overridden.
    OVERRIDE_CHECK = "
update checks
set status = 'overridden',
    revision = revision + 1
where id = $1
  and status = 'soft_failed'
returning id, revision";
    INSERT = "
insert into overrides (id, check_id, user_id, user_name, via, reason, policies, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    LIST = concat!("select ", columns!(), "
from overrides v
where v.check_id = $1
order by v.created_at, v.id");
    LIST_FOR_RUN = concat!("select ", columns!(), "
from overrides v
join checks c on c.id = v.check_id
where c.run_id = $1
order by v.created_at, v.id");
}

/// Lets a soft-failed check through; `Stale` when it is not soft-failed (any more).
pub async fn insert(tx: &mut Tx, check: CheckId, entry: &Override) -> Result<Fenced, StoreError> {
    let Some(row) = tx.first(OVERRIDE_CHECK, params![check]).await? else {
        return Ok(Fenced::Stale);
    };
    let params = params![
        entry.id,
        check,
        entry.user_id,
        entry.by,
        entry.via,
        entry.reason,
        json(&entry.policies)?,
        entry.at,
    ];
    tx.run(INSERT, params).await?;
    Ok(Fenced::Done {
        revision: row.count("revision")?,
    })
}

/// Those of a check, oldest first.
pub async fn list(conn: &mut Conn, check: CheckId) -> Result<Vec<Override>, StoreError> {
    let rows = conn.all(LIST, params![check]).await?;
    rows.iter().map(read).collect()
}

/// Those of a run's checks, oldest first.
pub(crate) async fn list_for_run(
    conn: &mut Conn,
    run: RunId,
) -> Result<HashMap<CheckId, Vec<Override>>, StoreError> {
    let mut found: HashMap<CheckId, Vec<Override>> = HashMap::new();
    for row in &conn.all(LIST_FOR_RUN, params![run]).await? {
        let check = row.text("check_id")?;
        found.entry(check).or_default().push(read(row)?);
    }
    Ok(found)
}

fn read(row: &Row) -> Result<Override, StoreError> {
    Ok(Override {
        id: row.text("id")?,
        user_id: row.text("user_id")?,
        by: row.text("user_name")?,
        at: row.text("created_at")?,
        reason: row.maybe_text("reason")?,
        via: row.text("via")?,
        policies: row.json("policies")?,
    })
}
