//! Roles: an organization's names for sets of permissions.

use domain::{OrganizationId, Role, RoleId};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

macro_rules! select {
    () => {
        "
select r.id, r.name, r.is_builtin, r.permissions
from roles r
where r.organization_id = $1
"
    };
}

statements! { "roles";
    INSERT = "
insert into roles (id, organization_id, name, is_builtin, permissions)
values ($1, $2, $3, $4, $5)";
    UPDATE = "
update roles
set name = $2,
    permissions = $3
where id = $1
  and not is_builtin";
    DELETE = "
delete from roles
where id = $1
  and not is_builtin";
    FIND = concat!(select!(), "  and r.id = $2");
    FIND_BY_NAME = concat!(select!(), "  and r.name = $2");
    LIST = concat!(select!(), "order by r.is_builtin desc, r.name");
}

/// Inserts a role. Constraint: `roles_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    role: &Role,
) -> Result<(), StoreError> {
    let params = params![
        role.id,
        organization,
        role.name,
        role.is_builtin,
        role.permissions.to_stored(),
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes name and permissions of a role that is not built in; false when there is none.
pub async fn update(tx: &mut Tx, role: &Role) -> Result<bool, StoreError> {
    let params = params![role.id, role.name, role.permissions.to_stored()];
    tx.touch(UPDATE, params).await
}

/// Deletes a role that is not built in; false when there is none. Constraint: `foreign_key` while
/// someone has it.
pub async fn delete(tx: &mut Tx, id: RoleId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![id]).await
}

/// By id, of this organization.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    id: RoleId,
) -> Result<Option<Role>, StoreError> {
    let row = conn.first(FIND, params![organization, id]).await?;
    row.as_ref().map(read).transpose()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<Role>, StoreError> {
    let row = conn
        .first(FIND_BY_NAME, params![organization, name])
        .await?;
    row.as_ref().map(read).transpose()
}

/// All of an organization: built-in ones first, then by name.
pub async fn list(conn: &mut Conn, organization: OrganizationId) -> Result<Vec<Role>, StoreError> {
    let rows = conn.all(LIST, params![organization]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Role, StoreError> {
    Ok(Role {
        id: row.text("id")?,
        name: row.text("name")?,
        is_builtin: row.flag("is_builtin")?,
        permissions: row.text("permissions")?,
    })
}
