//! Organizations: everything else belongs to one.

use domain::{Name, Organization, OrganizationId, OrganizationSettings, Page, PageRequest, UserId};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx, page};

macro_rules! columns {
    () => {
        "o.id, o.name, o.email, o.advisory_errors_block, o.empty_checks_error,
  o.wire_overrides_need_reason, o.four_eyes, o.created_at"
    };
}

statements! { "organizations";
    INSERT = "
insert into organizations
  (id, name, email, advisory_errors_block, empty_checks_error, wire_overrides_need_reason,
   four_eyes, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "
update organizations
set name = $2,
    email = $3,
    advisory_errors_block = $4,
    empty_checks_error = $5,
    wire_overrides_need_reason = $6,
    four_eyes = $7
where id = $1";
    // Changes nothing but whose turn it is.
    LOCK = "
update organizations
set four_eyes = four_eyes
where name = $1";
    FIND = concat!("select ", columns!(), "
from organizations o
where o.id = $1");
    FIND_BY_NAME = concat!("select ", columns!(), "
from organizations o
where o.name = $1");
    LIST = concat!("select ", columns!(), "
from organizations o
where o.name > $1
order by o.name
limit $2");
    LIST_FOR_USER = concat!("select ", columns!(), "
from organizations o
where o.id in (select m.organization_id from memberships m where m.user_id = $1)
order by o.name");
}

/// Inserts an organization. Constraint: `organizations_name_key`.
pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<(), StoreError> {
    let settings = &organization.settings;
    let params = params![
        organization.id,
        organization.name,
        organization.email,
        settings.advisory_errors_block,
        settings.empty_checks_error,
        settings.wire_overrides_need_reason,
        settings.four_eyes,
        organization.created_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes name, e-mail and settings; false when it is gone.
pub async fn update(tx: &mut Tx, organization: &Organization) -> Result<bool, StoreError> {
    let settings = &organization.settings;
    let params = params![
        organization.id,
        organization.name,
        organization.email,
        settings.advisory_errors_block,
        settings.empty_checks_error,
        settings.wire_overrides_need_reason,
        settings.four_eyes,
    ];
    tx.touch(UPDATE, params).await
}

/// Has whoever else is about to change it wait for the end of this unit, so that what is read in it
/// is what is changed; false when there is none of that name.
pub async fn lock(tx: &mut Tx, name: &Name) -> Result<bool, StoreError> {
    tx.touch(LOCK, params![name]).await
}

/// By id.
pub async fn find(conn: &mut Conn, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    name: &Name,
) -> Result<Option<Organization>, StoreError> {
    let row = conn.first(FIND_BY_NAME, params![name]).await?;
    row.as_ref().map(read).transpose()
}

/// A page of all of them, by name.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Page<Organization>, StoreError> {
    let params = params![page::after_name(page), page::rows(page)];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &Organization| {
        item.name.to_string()
    }))
}

/// Those in which the user has a membership, by name.
pub async fn list_for_user(conn: &mut Conn, user: UserId) -> Result<Vec<Organization>, StoreError> {
    let rows = conn.all(LIST_FOR_USER, params![user]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Organization, StoreError> {
    Ok(Organization {
        id: row.text("id")?,
        name: row.text("name")?,
        email: row.maybe_text("email")?,
        settings: OrganizationSettings {
            advisory_errors_block: row.flag("advisory_errors_block")?,
            empty_checks_error: row.flag("empty_checks_error")?,
            wire_overrides_need_reason: row.flag("wire_overrides_need_reason")?,
            four_eyes: row.flag("four_eyes")?,
        },
        created_at: row.text("created_at")?,
    })
}
