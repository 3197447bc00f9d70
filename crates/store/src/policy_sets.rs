//! Policy sets, where they apply, and what is in force in them.

use domain::{
    Digest, InputShape, Name, OrganizationId, Page, PageRequest, Policy, PolicySet, PolicySetId,
    PolicySetVersionId,
};

use crate::{Conn, Location, StoreError, Tx};

/// What a set would evaluate now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetInForce {
    /// Which set.
    pub policy_set_id: PolicySetId,
    /// The version in force, for a set of versions.
    pub version: Option<VersionInForce>,
    /// The policies: the version's in the manifest's order, or those managed one by one, by name.
    pub policies: Vec<PolicyInForce>,
}
/// The version in force of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionInForce {
    /// Its id.
    pub id: PolicySetVersionId,
    /// Its number.
    pub number: u32,
    /// Its bundle.
    pub digest: Digest,
    /// Which input its policies read.
    pub shape: InputShape,
}
/// A policy in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    /// The policy.
    pub policy: Policy,
    /// Its own bundle, when it is managed on its own and was uploaded.
    pub digest: Option<Digest>,
}
/// Inserts a set and its scope. Constraint: `policy_sets_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    set: &PolicySet,
) -> Result<(), StoreError> {
    let _ = (tx, organization, set);
    unimplemented!()
}

/// Writes name, description, switches, scope and `updated_at`; false when it is gone.
pub async fn update(tx: &mut Tx, set: &PolicySet) -> Result<bool, StoreError> {
    let _ = (tx, set);
    unimplemented!()
}

/// Deletes it with its versions; false when it is gone. Finished checks keep what they say.
pub async fn delete(tx: &mut Tx, id: PolicySetId) -> Result<bool, StoreError> {
    let _ = (tx, id);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: PolicySetId) -> Result<Option<PolicySet>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &Name,
) -> Result<Option<PolicySet>, StoreError> {
    let _ = (conn, organization, name);
    unimplemented!()
}

/// A page of an organization's, by name; `search` is contained in the name, in any case.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<PolicySet>, StoreError> {
    let _ = (conn, organization, search, page);
    unimplemented!()
}

/// All of an organization's with their scopes, by name, in two queries: for "what applies here".
pub async fn all(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<PolicySet>, StoreError> {
    let _ = (conn, organization);
    unimplemented!()
}

/// What these sets would evaluate now, in three queries; sets with nothing in force are left out.
pub async fn in_force(
    conn: &mut Conn,
    organization: OrganizationId,
    sets: &[PolicySetId],
) -> Result<Vec<SetInForce>, StoreError> {
    let _ = (conn, organization, sets);
    unimplemented!()
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: PolicySetId) -> Result<Option<Location>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}
