//! Roles: an organization's names for sets of permissions.

use domain::{OrganizationId, Role, RoleId};

use crate::{Conn, StoreError, Tx};

/// Inserts a role. Constraint: `roles_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    role: &Role,
) -> Result<(), StoreError> {
    let _ = (tx, organization, role);
    unimplemented!()
}

/// Writes name and permissions of a role that is not built in; false when there is none.
pub async fn update(tx: &mut Tx, role: &Role) -> Result<bool, StoreError> {
    let _ = (tx, role);
    unimplemented!()
}

/// Deletes a role that is not built in; false when there is none. Constraint: `foreign_key` while someone has it.
pub async fn delete(tx: &mut Tx, id: RoleId) -> Result<bool, StoreError> {
    let _ = (tx, id);
    unimplemented!()
}

/// By id, of this organization.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    id: RoleId,
) -> Result<Option<Role>, StoreError> {
    let _ = (conn, organization, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<Role>, StoreError> {
    let _ = (conn, organization, name);
    unimplemented!()
}

/// All of an organization: built-in ones first, then by name.
pub async fn list(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<Role>, StoreError> {
    let _ = (conn, organization);
    unimplemented!()
}
