//! Versions of policy sets, and their policies.

use domain::{
    Digest, Page, PageRequest, PolicySetId, PolicySetVersion, PolicySetVersionId, UserId,
};

use crate::{Conn, StoreError, Tx};

/// Takes the next number of a set, from 1; `None` when the set is gone.
pub async fn next_number(tx: &mut Tx, set: PolicySetId) -> Result<Option<u32>, StoreError> {
    let _ = (tx, set);
    unimplemented!()
}

/// Inserts a version with its policies; a ready one is in force from now on.
pub async fn insert(
    tx: &mut Tx,
    set: PolicySetId,
    version: &PolicySetVersion,
    created_by: Option<UserId>,
) -> Result<(), StoreError> {
    let _ = (tx, set, version, created_by);
    unimplemented!()
}

/// Writes what became of a version that was pending or ingressing, with its policies; a ready one is in force unless a newer one is. False when it is gone or was already ready or errored.
pub async fn settle(
    tx: &mut Tx,
    set: PolicySetId,
    version: &PolicySetVersion,
) -> Result<bool, StoreError> {
    let _ = (tx, set, version);
    unimplemented!()
}

/// By id.
pub async fn find(
    conn: &mut Conn,
    id: PolicySetVersionId,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By number.
pub async fn find_by_number(
    conn: &mut Conn,
    set: PolicySetId,
    number: u32,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let _ = (conn, set, number);
    unimplemented!()
}

/// A page of a set's, newest first.
pub async fn list(
    conn: &mut Conn,
    set: PolicySetId,
    page: &PageRequest,
) -> Result<Page<PolicySetVersion>, StoreError> {
    let _ = (conn, set, page);
    unimplemented!()
}

/// The set of a version.
pub async fn find_set(
    conn: &mut Conn,
    id: PolicySetVersionId,
) -> Result<Option<PolicySetId>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// Whether this bundle was uploaded to this organization by any version of the set.
pub async fn find_by_digest(
    conn: &mut Conn,
    set: PolicySetId,
    digest: &Digest,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let _ = (conn, set, digest);
    unimplemented!()
}
