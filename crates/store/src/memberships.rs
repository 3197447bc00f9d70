//! Memberships: who has which role where.

use domain::{
    Membership, MembershipId, MembershipScope, OrganizationId, Page, PageRequest, PermissionSet,
    RoleId, UserId,
};

use crate::{Conn, StoreError, Tx};

/// What one membership allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// In which organization.
    pub organization_id: OrganizationId,
    /// Where in it.
    pub scope: MembershipScope,
    /// The role's name.
    pub role: String,
    /// What it allows there.
    pub permissions: PermissionSet,
}
/// Inserts a membership; names in it are ignored. Constraints: `memberships_organization_id_user_id_role_id_key`, `memberships_project_id_user_id_role_id_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    membership: &Membership,
) -> Result<(), StoreError> {
    let _ = (tx, organization, membership);
    unimplemented!()
}

/// Gives it another role; false when it is gone.
pub async fn set_role(
    tx: &mut Tx,
    organization: OrganizationId,
    id: MembershipId,
    role: RoleId,
) -> Result<bool, StoreError> {
    let _ = (tx, organization, id, role);
    unimplemented!()
}

/// Deletes it; false when it is gone.
pub async fn delete(
    tx: &mut Tx,
    organization: OrganizationId,
    id: MembershipId,
) -> Result<bool, StoreError> {
    let _ = (tx, organization, id);
    unimplemented!()
}

/// By id, of this organization.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    id: MembershipId,
) -> Result<Option<Membership>, StoreError> {
    let _ = (conn, organization, id);
    unimplemented!()
}

/// A page of an organization's, oldest first.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<Membership>, StoreError> {
    let _ = (conn, organization, page);
    unimplemented!()
}

/// What a user may do in an organization, by membership.
pub async fn grants(
    conn: &mut Conn,
    organization: OrganizationId,
    user: UserId,
) -> Result<Vec<Grant>, StoreError> {
    let _ = (conn, organization, user);
    unimplemented!()
}

/// What a user may do anywhere, by membership.
pub async fn all_grants(conn: &mut Conn, user: UserId) -> Result<Vec<Grant>, StoreError> {
    let _ = (conn, user);
    unimplemented!()
}

/// How many users may do everything in the whole organization: the last one must stay.
pub async fn count_owners(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<u32, StoreError> {
    let _ = (conn, organization);
    unimplemented!()
}
