//! Versions of policy sets, and their policies.

pub(crate) mod policies;

use domain::{
    Digest, Page, PageRequest, PolicySetId, PolicySetVersion, PolicySetVersionId, TestReport,
    UserId, VersionStatus,
};

use crate::row::Row;
use crate::statement::statements;
use crate::value::{json, params};
use crate::{Conn, StoreError, Tx, page};

macro_rules! select {
    () => {
        "
select v.id, v.number, v.status, v.source, v.digest, v.size, v.shape, v.rego_version,
  v.rego_files, v.problems, v.tests, v.held, v.created_by_name, v.created_at, v.ingested_at,
  coalesce(s.current_number = v.number, false) as is_current
from policy_set_versions v
join policy_sets s on s.id = v.policy_set_id
"
    };
}

statements! { "policy_set_versions";
    NEXT_NUMBER = "
update policy_sets
set newest_number = newest_number + 1
where id = $1
returning id, newest_number";
    INSERT = "
insert into policy_set_versions
  (id, policy_set_id, number, status, source, digest, size, shape, rego_version, rego_files,
   problems, tests, held, created_by, created_by_name, created_at, ingested_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    SETTLE = "
update policy_set_versions
set status = $3,
    digest = $4,
    size = $5,
    shape = $6,
    rego_version = $7,
    rego_files = $8,
    problems = $9,
    tests = $10,
    held = $11,
    ingested_at = $12
where id = $1
  and policy_set_id = $2
  and status in ('pending', 'ingressing')";
    COME_INTO_FORCE = "
update policy_sets
set current_number = $2
where id = $1
  and (current_number is null or current_number < $2)";
    FIND = concat!(select!(), "where v.id = $1");
    FIND_BY_NUMBER = concat!(select!(), "where v.policy_set_id = $1
  and v.number = $2");
    FIND_BY_DIGEST = concat!(select!(), "where v.policy_set_id = $1
  and v.digest = $2
order by v.number desc
limit 1");
    WRITE_TESTS = "
update policy_set_versions
set test_report = $2
where id = $1";
    READ_TESTS = "
select v.id, v.test_report
from policy_set_versions v
where v.id = $1";
    FIND_SET = "
select v.id, v.policy_set_id
from policy_set_versions v
where v.id = $1";
    LIST = concat!(select!(), "where v.policy_set_id = $1
  and v.number < $2
order by v.number desc
limit $3");
}

/// Takes the next number of a set, from 1; `None` when the set is gone.
pub async fn next_number(tx: &mut Tx, set: PolicySetId) -> Result<Option<u32>, StoreError> {
    match tx.first(NEXT_NUMBER, params![set]).await? {
        Some(row) => row.count("newest_number").map(Some),
        None => Ok(None),
    }
}

/// Inserts a version with its policies; a ready one that is not held back is in force from now on,
/// unless a newer one is.
/// Constraint: `policy_set_versions_policy_set_id_number_key`.
pub async fn insert(
    tx: &mut Tx,
    set: PolicySetId,
    version: &PolicySetVersion,
    created_by: Option<UserId>,
) -> Result<(), StoreError> {
    let params = params![
        version.id,
        set,
        version.number,
        version.status,
        version.source,
        version.digest,
        version.size,
        version.shape,
        version.dialect,
        version.rego_files.as_ref().map(json).transpose()?,
        json(&version.problems)?,
        version.tests.as_ref().map(json).transpose()?,
        version.held,
        created_by,
        version.created_by,
        version.created_at,
        version.ingested_at,
    ];
    tx.run(INSERT, params).await?;
    come_into_force(tx, set, version).await
}

/// Writes what became of a version that was pending or ingressing, with its policies; a ready one
/// is in force from now on, unless a newer one is. False when it is gone or was already settled.
pub async fn settle(
    tx: &mut Tx,
    set: PolicySetId,
    version: &PolicySetVersion,
) -> Result<bool, StoreError> {
    let params = params![
        version.id,
        set,
        version.status,
        version.digest,
        version.size,
        version.shape,
        version.dialect,
        version.rego_files.as_ref().map(json).transpose()?,
        json(&version.problems)?,
        version.tests.as_ref().map(json).transpose()?,
        version.held,
        version.ingested_at,
    ];
    if !tx.touch(SETTLE, params).await? {
        return Ok(false);
    }
    policies::clear(tx, version.id).await?;
    come_into_force(tx, set, version).await?;
    Ok(true)
}

async fn come_into_force(
    tx: &mut Tx,
    set: PolicySetId,
    version: &PolicySetVersion,
) -> Result<(), StoreError> {
    policies::write(tx, version.id, &version.policies).await?;
    if version.status == VersionStatus::Ready && version.held.is_none() {
        tx.run(COME_INTO_FORCE, params![set, version.number])
            .await?;
    }
    Ok(())
}

/// By id, with its policies.
pub async fn find(
    conn: &mut Conn,
    id: PolicySetVersionId,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    whole(conn, row).await
}

/// By number, with its policies.
pub async fn find_by_number(
    conn: &mut Conn,
    set: PolicySetId,
    number: u32,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let row = conn.first(FIND_BY_NUMBER, params![set, number]).await?;
    whole(conn, row).await
}

/// The newest version of the set with this bundle, with its policies.
pub async fn find_by_digest(
    conn: &mut Conn,
    set: PolicySetId,
    digest: &Digest,
) -> Result<Option<PolicySetVersion>, StoreError> {
    let row = conn.first(FIND_BY_DIGEST, params![set, digest]).await?;
    whole(conn, row).await
}

/// Keeps what became of a version's tests, one by one. False when it is gone.
pub async fn write_tests(
    tx: &mut Tx,
    id: PolicySetVersionId,
    report: &TestReport,
) -> Result<bool, StoreError> {
    tx.touch(WRITE_TESTS, params![id, json(report)?]).await
}

/// What became of a version's tests, one by one; `None` when that is not kept.
pub async fn read_tests(
    conn: &mut Conn,
    id: PolicySetVersionId,
) -> Result<Option<TestReport>, StoreError> {
    match conn.first(READ_TESTS, params![id]).await? {
        Some(row) => row.maybe_json("test_report"),
        None => Ok(None),
    }
}

/// The set of a version.
pub async fn find_set(
    conn: &mut Conn,
    id: PolicySetVersionId,
) -> Result<Option<PolicySetId>, StoreError> {
    match conn.first(FIND_SET, params![id]).await? {
        Some(row) => row.text("policy_set_id").map(Some),
        None => Ok(None),
    }
}

/// A page of a set's, newest first, with their policies. Two queries.
pub async fn list(
    conn: &mut Conn,
    set: PolicySetId,
    page: &PageRequest,
) -> Result<Page<PolicySetVersion>, StoreError> {
    let params = params![set, page::before_number(page)?, page::rows(page)];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    let mut page = page::cut(items, page, |item: &PolicySetVersion| {
        item.number.to_string()
    });
    policies::read_range(conn, set, &mut page.items).await?;
    Ok(page)
}

async fn whole(conn: &mut Conn, row: Option<Row>) -> Result<Option<PolicySetVersion>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut version = read(&row)?;
    version.policies = policies::read_one(conn, version.id).await?;
    Ok(Some(version))
}

/// Everything but the policies, which are rows of their own.
fn read(row: &Row) -> Result<PolicySetVersion, StoreError> {
    Ok(PolicySetVersion {
        id: row.text("id")?,
        number: row.count("number")?,
        status: row.text("status")?,
        source: row.text("source")?,
        digest: row.maybe_text("digest")?,
        size: row.maybe_count("size")?,
        shape: row.maybe_text("shape")?,
        dialect: row.maybe_text("rego_version")?,
        rego_files: row.maybe_json("rego_files")?,
        problems: row.json("problems")?,
        tests: row.maybe_json("tests")?,
        held: row.maybe_text("held")?,
        policies: Vec::new(),
        created_by: row.text("created_by_name")?,
        created_at: row.text("created_at")?,
        ingested_at: row.maybe_text("ingested_at")?,
        is_current: row.flag("is_current")?,
    })
}
