//! The outbox: the bus on which web nodes learn that something changed.

mod cursor;

pub use cursor::Cursor;

use domain::{OrganizationId, Timestamp};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

/// That something changed. A hint: whoever hears it reads the thing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number; grows.
    pub id: u64,
    /// The organization.
    pub organization_id: Option<OrganizationId>,
    /// What it is about: `check`, `run`, `policy_set` and so on.
    pub kind: String,
    /// The thing's id as shown.
    pub subject_id: String,
    /// The thing's revision now, when it has one.
    pub revision: Option<u32>,
    /// When.
    pub created_at: Timestamp,
}

/// An event to be.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// The organization.
    pub organization_id: Option<OrganizationId>,
    /// What it is about: `check`, `run`, `policy_set` and so on.
    pub kind: &'a str,
    /// The thing's id as shown.
    pub subject_id: &'a str,
    /// The thing's revision now, when it has one.
    pub revision: Option<u32>,
    /// When.
    pub created_at: Timestamp,
}

statements! { "outbox";
    APPEND = "
insert into outbox (organization_id, kind, subject_id, revision, created_at)
values ($1, $2, $3, $4, $5)";
    AFTER = "
select e.id, e.organization_id, e.kind, e.subject_id, e.revision, e.created_at
from outbox e
where e.id > $1
order by e.id
limit $2";
    LATEST = "
select coalesce(max(e.id), 0) as latest
from outbox e";
    PRUNE = "
delete from outbox
where created_at < $1";
}

/// Appends an event.
pub async fn append(tx: &mut Tx, event: &NewEvent<'_>) -> Result<(), StoreError> {
    let params = params![
        event.organization_id,
        event.kind,
        event.subject_id,
        event.revision,
        event.created_at,
    ];
    tx.run(APPEND, params).await.map(drop)
}

/// Events after number `seq`, in order. Misses what commits later with a smaller number (Postgres):
/// follow with a [`Cursor`].
pub async fn after(conn: &mut Conn, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError> {
    let rows = conn.all(AFTER, params![seq, limit]).await?;
    rows.iter().map(read).collect()
}

/// The largest number so far; 0 when there is none.
pub async fn latest(conn: &mut Conn) -> Result<u64, StoreError> {
    conn.one(LATEST, Vec::new()).await?.count("latest")
}

/// Deletes events created before then; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.run(PRUNE, params![before]).await
}

fn read(row: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        id: row.count("id")?,
        organization_id: row.maybe_text("organization_id")?,
        kind: row.text("kind")?,
        subject_id: row.text("subject_id")?,
        revision: row.maybe_count("revision")?,
        created_at: row.text("created_at")?,
    })
}
