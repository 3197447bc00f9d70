//! Organizations: everything else belongs to one.

use domain::{Name, Organization, OrganizationId, Page, PageRequest, UserId};

use crate::{Conn, StoreError, Tx};

/// Inserts an organization. Constraint: `organizations_name_key`.
pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<(), StoreError> {
    let _ = (tx, organization);
    unimplemented!()
}

/// Writes name, e-mail and settings; false when it is gone.
pub async fn update(tx: &mut Tx, organization: &Organization) -> Result<bool, StoreError> {
    let _ = (tx, organization);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    name: &Name,
) -> Result<Option<Organization>, StoreError> {
    let _ = (conn, name);
    unimplemented!()
}

/// All of them, by name.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Page<Organization>, StoreError> {
    let _ = (conn, page);
    unimplemented!()
}

/// Those in which the user has a membership, by name.
pub async fn list_for_user(conn: &mut Conn, user: UserId) -> Result<Vec<Organization>, StoreError> {
    let _ = (conn, user);
    unimplemented!()
}
