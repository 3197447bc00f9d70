//! Policies that are managed one by one, and which sets they are in.

use domain::{Digest, OrganizationId, Page, PageRequest, Policy, PolicyId, PolicySetId, Timestamp};

use crate::{Conn, Location, StoreError, Tx};

/// A policy that is managed on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// The policy.
    pub policy: Policy,
    /// Its bundle; `None` until its source was uploaded.
    pub digest: Option<Digest>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
/// Inserts a policy. Constraint: `policies_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    policy: &ManagedPolicy,
) -> Result<(), StoreError> {
    let _ = (tx, organization, policy);
    unimplemented!()
}

/// Writes everything but id and creation; false when it is gone.
pub async fn update(tx: &mut Tx, policy: &ManagedPolicy) -> Result<bool, StoreError> {
    let _ = (tx, policy);
    unimplemented!()
}

/// Deletes it, out of its sets too; false when it is gone.
pub async fn delete(tx: &mut Tx, id: PolicyId) -> Result<bool, StoreError> {
    let _ = (tx, id);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: PolicyId) -> Result<Option<ManagedPolicy>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<ManagedPolicy>, StoreError> {
    let _ = (conn, organization, name);
    unimplemented!()
}

/// A page of an organization's, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<ManagedPolicy>, StoreError> {
    let _ = (conn, organization, page);
    unimplemented!()
}

/// Those of a set, by name.
pub async fn list_for_set(
    conn: &mut Conn,
    set: PolicySetId,
) -> Result<Vec<ManagedPolicy>, StoreError> {
    let _ = (conn, set);
    unimplemented!()
}

/// Puts a policy into a set; nothing happens when it is there.
pub async fn attach(tx: &mut Tx, set: PolicySetId, policy: PolicyId) -> Result<(), StoreError> {
    let _ = (tx, set, policy);
    unimplemented!()
}

/// Takes a policy out of a set; false when it was not there.
pub async fn detach(tx: &mut Tx, set: PolicySetId, policy: PolicyId) -> Result<bool, StoreError> {
    let _ = (tx, set, policy);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: PolicyId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
