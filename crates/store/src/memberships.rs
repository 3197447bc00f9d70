//! Memberships: who has which role where.

use domain::{
    Membership, MembershipId, MembershipScope, OrganizationId, Page, PageRequest, PermissionSet,
    ProjectId, RoleId, Timestamp, UserId,
};

use crate::page::Place;
use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx, page};

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

macro_rules! select {
    () => {
        "
select m.id, m.user_id, u.userid, u.name as user_name, u.email, m.project_id, p.name as project,
  m.role_id, r.name as role, m.created_at
from memberships m
join users u on u.id = m.user_id
join roles r on r.id = m.role_id
left join projects p on p.id = m.project_id
where m.organization_id = $1
"
    };
}

macro_rules! grants {
    () => {
        "
select m.id, m.organization_id, m.project_id, r.name as role, r.permissions
from memberships m
join roles r on r.id = m.role_id
where m.user_id = $1
"
    };
}

statements! { "memberships";
    INSERT = "
insert into memberships (id, organization_id, project_id, user_id, role_id, created_at)
values ($1, $2, $3, $4, $5, $6)";
    SET_ROLE = "
update memberships
set role_id = $3
where organization_id = $1
  and id = $2";
    DELETE = "
delete from memberships
where organization_id = $1
  and id = $2";
    FIND = concat!(select!(), "  and m.id = $2");
    LIST = concat!(select!(), "  and (m.created_at, m.id) > ($2, $3)
order by m.created_at, m.id
limit $4");
    GRANTS = concat!(grants!(), "  and m.organization_id = $2
order by m.created_at, m.id");
    ALL_GRANTS = concat!(grants!(), "order by m.created_at, m.id");
    // An invitation that nobody followed is no way in: whoever was invited has no password yet.
    COUNT_OWNERS = "
select count(distinct m.user_id) as owners
from memberships m
join roles r on r.id = m.role_id
join users u on u.id = m.user_id
where m.organization_id = $1
  and m.project_id is null
  and r.permissions = '*'
  and (
    u.password_hash is not null
    or exists (
      select 1
      from tokens t
      where t.user_id = u.id
        and (t.expires_at is null or t.expires_at > $2)
    )
  )";
}

/// Inserts a membership; the names in it are ignored. Constraints:
/// `memberships_organization_id_user_id_role_id_key`, `memberships_project_id_user_id_role_id_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    membership: &Membership,
) -> Result<(), StoreError> {
    let params = params![
        membership.id,
        organization,
        project_of(membership.scope),
        membership.user_id,
        membership.role_id,
        membership.created_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Gives it another role; false when it is gone.
pub async fn set_role(
    tx: &mut Tx,
    organization: OrganizationId,
    id: MembershipId,
    role: RoleId,
) -> Result<bool, StoreError> {
    tx.touch(SET_ROLE, params![organization, id, role]).await
}

/// Deletes it; false when it is gone.
pub async fn delete(
    tx: &mut Tx,
    organization: OrganizationId,
    id: MembershipId,
) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![organization, id]).await
}

/// By id, of this organization.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    id: MembershipId,
) -> Result<Option<Membership>, StoreError> {
    let row = conn.first(FIND, params![organization, id]).await?;
    row.as_ref().map(read).transpose()
}

/// A page of an organization's, oldest first.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<Membership>, StoreError> {
    let place = Place::after(page)?;
    let params = params![organization, place.at, place.id, page::rows(page)];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &Membership| {
        Place::cursor(item.created_at, item.id.bare())
    }))
}

/// What a user may do in an organization, by membership.
pub async fn grants(
    conn: &mut Conn,
    organization: OrganizationId,
    user: UserId,
) -> Result<Vec<Grant>, StoreError> {
    let rows = conn.all(GRANTS, params![user, organization]).await?;
    rows.iter().map(read_grant).collect()
}

/// What a user may do anywhere, by membership.
pub async fn all_grants(conn: &mut Conn, user: UserId) -> Result<Vec<Grant>, StoreError> {
    let rows = conn.all(ALL_GRANTS, params![user]).await?;
    rows.iter().map(read_grant).collect()
}

/// How many users may do everything in the whole organization and can come in, by a password or a
/// token: the last one must stay.
pub async fn count_owners(
    conn: &mut Conn,
    organization: OrganizationId,
    now: Timestamp,
) -> Result<u32, StoreError> {
    conn.one(COUNT_OWNERS, params![organization, now])
        .await?
        .count("owners")
}

fn project_of(scope: MembershipScope) -> Option<ProjectId> {
    match scope {
        MembershipScope::Organization => None,
        MembershipScope::Project(project) => Some(project),
    }
}

fn scope(row: &Row) -> Result<MembershipScope, StoreError> {
    Ok(row
        .maybe_text("project_id")?
        .map_or(MembershipScope::Organization, MembershipScope::Project))
}

fn read(row: &Row) -> Result<Membership, StoreError> {
    Ok(Membership {
        id: row.text("id")?,
        user_id: row.text("user_id")?,
        userid: row.text("userid")?,
        user_name: row.text("user_name")?,
        email: row.maybe_text("email")?,
        scope: scope(row)?,
        project: row.maybe_text("project")?,
        role_id: row.text("role_id")?,
        role: row.text("role")?,
        created_at: row.text("created_at")?,
    })
}

fn read_grant(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        organization_id: row.text("organization_id")?,
        scope: scope(row)?,
        role: row.text("role")?,
        permissions: row.text("permissions")?,
    })
}
