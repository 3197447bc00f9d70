//! Policies that are managed one by one, and which sets they are in.

use std::collections::BTreeMap;

use domain::{
    ManagedPolicy, Name, OrganizationId, Page, PageRequest, Policy, PolicyId, PolicySetId,
};

use crate::location::located;
use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, Location, StoreError, Tx, page};

macro_rules! select {
    () => {
        "
select p.id, p.name, p.description, p.query, p.level, p.enabled, p.file, p.digest, p.created_at,
  p.updated_at
from policies p
"
    };
}

statements! { "policies";
    INSERT = "
insert into policies
  (id, organization_id, name, description, query, level, enabled, file, digest, created_at,
   updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "
update policies
set name = $2,
    description = $3,
    query = $4,
    level = $5,
    enabled = $6,
    file = $7,
    digest = $8,
    updated_at = $9
where id = $1";
    DELETE = "
delete from policies
where id = $1";
    FIND = concat!(select!(), "where p.id = $1");
    FIND_BY_NAME = concat!(select!(), "where p.organization_id = $1
  and p.name = $2");
    LIST = concat!(select!(), "where p.organization_id = $1
  and p.name > $2
order by p.name
limit $3");
    SETS_OF = "
select s.name
from policy_set_policies sp
join policy_sets s on s.id = sp.policy_set_id
where sp.policy_id = $1
order by s.name";
    SETS_OF_ALL = "
select sp.policy_id, s.name
from policy_set_policies sp
join policy_sets s on s.id = sp.policy_set_id
where s.organization_id = $1
order by s.name";
    ATTACH = "
insert into policy_set_policies (policy_set_id, policy_id)
values ($1, $2)
on conflict (policy_set_id, policy_id) do nothing";
    DETACH = "
delete from policy_set_policies
where policy_set_id = $1
  and policy_id = $2";
    LOCATE = located!(organization, "policies");
}

/// Inserts a policy, not its sets. Constraint: `policies_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    managed: &ManagedPolicy,
) -> Result<(), StoreError> {
    let policy = &managed.policy;
    let params = params![
        policy.id,
        organization,
        policy.name,
        policy.description,
        policy.query,
        policy.level,
        policy.enabled,
        policy.file,
        managed.digest,
        managed.created_at,
        managed.updated_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes everything but id, creation and sets; false when it is gone.
pub async fn update(tx: &mut Tx, managed: &ManagedPolicy) -> Result<bool, StoreError> {
    let policy = &managed.policy;
    let params = params![
        policy.id,
        policy.name,
        policy.description,
        policy.query,
        policy.level,
        policy.enabled,
        policy.file,
        managed.digest,
        managed.updated_at,
    ];
    tx.touch(UPDATE, params).await
}

/// Deletes it, out of its sets too; false when it is gone.
pub async fn delete(tx: &mut Tx, id: PolicyId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![id]).await
}

/// By id.
pub async fn find(conn: &mut Conn, id: PolicyId) -> Result<Option<ManagedPolicy>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    whole(conn, row).await
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &str,
) -> Result<Option<ManagedPolicy>, StoreError> {
    let row = conn
        .first(FIND_BY_NAME, params![organization, name])
        .await?;
    whole(conn, row).await
}

/// A page of an organization's, by name.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    page: &PageRequest,
) -> Result<Page<ManagedPolicy>, StoreError> {
    let params = params![organization, page::after_name(page), page::rows(page)];
    let rows = conn.all(LIST, params).await?;
    let mut sets: BTreeMap<PolicyId, Vec<Name>> = BTreeMap::new();
    for row in conn.all(SETS_OF_ALL, params![organization]).await? {
        let held = sets.entry(row.text("policy_id")?).or_default();
        held.push(row.text("name")?);
    }
    let items = rows
        .iter()
        .map(|row| {
            let mut managed = read(row)?;
            managed.policy_sets = sets.remove(&managed.policy.id).unwrap_or_default();
            Ok(managed)
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(page::cut(items, page, |item: &ManagedPolicy| {
        item.policy.name.clone()
    }))
}

/// Puts a policy into a set; nothing happens when it is there.
pub async fn attach(tx: &mut Tx, set: PolicySetId, policy: PolicyId) -> Result<(), StoreError> {
    tx.run(ATTACH, params![set, policy]).await.map(drop)
}

/// Takes a policy out of a set; false when it was not there.
pub async fn detach(tx: &mut Tx, set: PolicySetId, policy: PolicyId) -> Result<bool, StoreError> {
    tx.touch(DETACH, params![set, policy]).await
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: PolicyId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

async fn whole(conn: &mut Conn, row: Option<Row>) -> Result<Option<ManagedPolicy>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut managed = read(&row)?;
    for row in conn.all(SETS_OF, params![managed.policy.id]).await? {
        managed.policy_sets.push(row.text("name")?);
    }
    Ok(Some(managed))
}

/// Everything but the sets, which are rows of their own.
fn read(row: &Row) -> Result<ManagedPolicy, StoreError> {
    Ok(ManagedPolicy {
        policy: read_policy(row)?,
        digest: row.maybe_text("digest")?,
        policy_sets: Vec::new(),
        created_at: row.text("created_at")?,
        updated_at: row.text("updated_at")?,
    })
}

/// The policy in a row, be it managed on its own or an entry of a version's manifest.
pub(crate) fn read_policy(row: &Row) -> Result<Policy, StoreError> {
    Ok(Policy {
        id: row.text("id")?,
        name: row.text("name")?,
        description: row.maybe_text("description")?,
        query: row.text("query")?,
        level: row.text("level")?,
        enabled: row.flag("enabled")?,
        file: row.maybe_text("file")?,
    })
}
