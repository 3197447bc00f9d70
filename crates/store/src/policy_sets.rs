//! Policy sets, where they apply, and what is in force in them.

pub(crate) mod in_force;
pub(crate) mod scopes;

pub use in_force::{PolicyInForce, SetInForce, VersionInForce, in_force};

use domain::{
    Name, OrganizationId, Page, PageRequest, PolicySet, PolicySetId, PolicySource, Scope,
};

use crate::location::located;
use crate::row::Row;
use crate::statement::statements;
use crate::value::{containing, params};
use crate::{Conn, Location, StoreError, Tx, page};

macro_rules! select {
    () => {
        "
select s.id, s.name, s.description, s.kind, s.overridable, s.strict, s.require_tests, s.rego_version,
  s.is_global, s.newest_number, s.current_number, s.created_at, s.updated_at, v.id as current_version_id,
  (select count(*) from version_policies vp where vp.version_id = v.id) as versioned_policies,
  (select count(*) from policy_set_policies sp where sp.policy_set_id = s.id) as managed_policies
from policy_sets s
left join policy_set_versions v on v.policy_set_id = s.id and v.number = s.current_number
"
    };
}

statements! { "policy_sets";
    INSERT = "
insert into policy_sets
  (id, organization_id, name, description, kind, overridable, strict, require_tests, rego_version,
   is_global, newest_number, current_number, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, null, $11, $12)";
    UPDATE = "
update policy_sets
set name = $2,
    description = $3,
    overridable = $4,
    strict = $5,
    require_tests = $6,
    rego_version = $7,
    is_global = $8,
    updated_at = $9
where id = $1";
    DELETE = "
delete from policy_sets
where id = $1";
    FIND = concat!(select!(), "where s.id = $1");
    FIND_BY_NAME = concat!(select!(), "where s.organization_id = $1
  and s.name = $2");
    LIST = concat!(select!(), "where s.organization_id = $1
  and s.name > $2
  and (cast($3 as text) is null or lower(s.name) like lower($3) escape '\\')
order by s.name
limit $4");
    ALL = concat!(select!(), "where s.organization_id = $1
order by s.name");
    LOCATE = located!(organization, "policy_sets");
}

/// Inserts a set and its scope. Constraint: `policy_sets_organization_id_name_key`.
pub async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    set: &PolicySet,
) -> Result<(), StoreError> {
    let params = params![
        set.id,
        organization,
        set.name,
        set.description,
        set.kind,
        set.overridable,
        set.strict,
        set.require_tests,
        set.dialect,
        set.scope.global,
        set.created_at,
        set.updated_at,
    ];
    tx.run(INSERT, params).await?;
    scopes::write(tx, set.id, &set.scope).await
}

/// Writes name, description, switches, scope and `updated_at`; false when it is gone.
pub async fn update(tx: &mut Tx, set: &PolicySet) -> Result<bool, StoreError> {
    let params = params![
        set.id,
        set.name,
        set.description,
        set.overridable,
        set.strict,
        set.require_tests,
        set.dialect,
        set.scope.global,
        set.updated_at,
    ];
    if !tx.touch(UPDATE, params).await? {
        return Ok(false);
    }
    scopes::clear(tx, set.id).await?;
    scopes::write(tx, set.id, &set.scope).await?;
    Ok(true)
}

/// Deletes it with its versions; false when it is gone. Finished checks keep what they say.
pub async fn delete(tx: &mut Tx, id: PolicySetId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![id]).await
}

/// By id.
pub async fn find(conn: &mut Conn, id: PolicySetId) -> Result<Option<PolicySet>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    whole(conn, row).await
}

/// By name.
pub async fn find_by_name(
    conn: &mut Conn,
    organization: OrganizationId,
    name: &Name,
) -> Result<Option<PolicySet>, StoreError> {
    let row = conn
        .first(FIND_BY_NAME, params![organization, name])
        .await?;
    whole(conn, row).await
}

/// A page of an organization's, by name; `search` is contained in the name, in any case.
pub async fn list(
    conn: &mut Conn,
    organization: OrganizationId,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<PolicySet>, StoreError> {
    let params = params![
        organization,
        page::after_name(page),
        search.map(containing),
        page::rows(page),
    ];
    let rows = conn.all(LIST, params).await?;
    let sets = scoped(conn, organization, &rows).await?;
    Ok(page::cut(sets, page, |set: &PolicySet| {
        set.name.to_string()
    }))
}

/// All of an organization's with their scopes, by name, in two queries: for "what applies here".
pub async fn all(
    conn: &mut Conn,
    organization: OrganizationId,
) -> Result<Vec<PolicySet>, StoreError> {
    let rows = conn.all(ALL, params![organization]).await?;
    scoped(conn, organization, &rows).await
}

/// Where it belongs.
pub async fn locate(conn: &mut Conn, id: PolicySetId) -> Result<Option<Location>, StoreError> {
    let row = conn.first(LOCATE, params![id]).await?;
    row.as_ref().map(Location::read).transpose()
}

async fn whole(conn: &mut Conn, row: Option<Row>) -> Result<Option<PolicySet>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut set = read(&row)?;
    scopes::read_one(conn, set.id, &mut set.scope).await?;
    Ok(Some(set))
}

async fn scoped(
    conn: &mut Conn,
    organization: OrganizationId,
    rows: &[Row],
) -> Result<Vec<PolicySet>, StoreError> {
    let mut sets: Vec<PolicySet> = rows.iter().map(read).collect::<Result<_, _>>()?;
    if !sets.is_empty() {
        scopes::read_all(conn, organization, &mut sets).await?;
    }
    Ok(sets)
}

/// Everything but the attachments, which are rows of their own.
fn read(row: &Row) -> Result<PolicySet, StoreError> {
    let newest: u32 = row.count("newest_number")?;
    let managed: u32 = row.count("managed_policies")?;
    let versioned: u32 = row.count("versioned_policies")?;
    let source = match (newest, managed) {
        (1.., _) => Some(PolicySource::Versions),
        (0, 1..) => Some(PolicySource::Policies),
        (0, 0) => None,
    };
    Ok(PolicySet {
        id: row.text("id")?,
        name: row.text("name")?,
        description: row.maybe_text("description")?,
        kind: row.text("kind")?,
        overridable: row.flag("overridable")?,
        strict: row.flag("strict")?,
        require_tests: row.flag("require_tests")?,
        dialect: row.maybe_text("rego_version")?,
        scope: Scope {
            global: row.flag("is_global")?,
            ..Scope::default()
        },
        source,
        current_version_id: row.maybe_text("current_version_id")?,
        current_version: row.maybe_count("current_number")?,
        newest_version: (newest > 0).then_some(newest),
        policy_count: if source == Some(PolicySource::Policies) {
            managed
        } else {
            versioned
        },
        created_at: row.text("created_at")?,
        updated_at: row.text("updated_at")?,
    })
}
