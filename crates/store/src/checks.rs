//! Policy checks as people read them. Their life as jobs is `queue`'s.

use domain::{Check, CheckId, CheckStatus, OrganizationId, Page, PageRequest, RunId, Timestamp};

use crate::{Conn, Location, StoreError};

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
/// With its results and overrides, in three queries.
pub async fn find(conn: &mut Conn, id: CheckId) -> Result<Option<Check>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// Where it stands; one index probe.
pub async fn find_state(conn: &mut Conn, id: CheckId) -> Result<Option<CheckState>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// The pinned policy sets as the service wrote them, JSON.
pub async fn find_pinned(conn: &mut Conn, id: CheckId) -> Result<Option<String>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// The check that an idempotency key already made.
pub async fn find_by_idempotency_key(
    conn: &mut Conn,
    organization: OrganizationId,
    source: &str,
    key: &str,
) -> Result<Option<(CheckId, RunId)>, StoreError> {
    let _ = (conn, organization, source, key);
    unimplemented!()
}

/// A page of those that wait for a decision, oldest first; without results.
pub async fn list_needing_decision(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<Check>, StoreError> {
    let _ = (conn, organization, page);
    unimplemented!()
}

/// Which policies failed most often since then.
pub async fn list_most_failing(
    conn: &mut Conn,
    organization: OrganizationId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<PolicyFailures>, StoreError> {
    let _ = (conn, organization, since, limit);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: CheckId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
