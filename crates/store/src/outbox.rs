//! The outbox: the bus on which web nodes learn that something changed.

use domain::{OrganizationId, Timestamp};

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
/// Appends an event.
pub async fn append(tx: &mut Tx, event: &NewEvent<'_>) -> Result<(), StoreError> {
    let _ = (tx, event);
    unimplemented!()
}

/// Events after number `seq`, in order. Misses what commits later with a smaller number (Postgres): use a [`Cursor`] to follow.
pub async fn after(conn: &mut Conn, seq: u64, limit: u32) -> Result<Vec<Event>, StoreError> {
    let _ = (conn, seq, limit);
    unimplemented!()
}

/// The largest number so far; 0 when there is none.
pub async fn latest(conn: &mut Conn) -> Result<u64, StoreError> {
    let _ = (conn,);
    unimplemented!()
}

/// Deletes events created before then; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let _ = (tx, before);
    unimplemented!()
}

/// Follows the outbox and misses nothing that commits late.
#[derive(Debug)]
pub struct Cursor {}

impl Cursor {
    /// Follows what comes after number `seq`.
    pub fn starting_after(seq: u64) -> Self {
        let _ = seq;
        Self {}
    }

    /// What is new since the last call, in order.
    pub async fn poll(
        &mut self,
        conn: &mut Conn,
        now: Timestamp,
    ) -> Result<Vec<Event>, StoreError> {
        let _ = (conn, now);
        unimplemented!()
    }
}
