//! The policies of versions: entries of their manifests.

use std::collections::HashMap;

use domain::{Policy, PolicySetId, PolicySetVersion, PolicySetVersionId};

use crate::policies::read_policy;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

macro_rules! columns {
    () => {
        "vp.id, vp.version_id, vp.name, vp.description, vp.query, vp.level, vp.enabled, vp.file"
    };
}

statements! { "version_policies";
    INSERT = "
insert into version_policies
  (id, version_id, position, name, description, query, level, enabled, file)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CLEAR = "
delete from version_policies
where version_id = $1";
    LIST = concat!("select ", columns!(), "
from version_policies vp
where vp.version_id = $1
order by vp.position");
    LIST_RANGE = concat!("select ", columns!(), "
from policy_set_versions v
join version_policies vp on vp.version_id = v.id
where v.policy_set_id = $1
  and v.number between $2 and $3
order by v.number, vp.position");
}

/// Writes the policies of a version that has none.
pub(super) async fn write(
    tx: &mut Tx,
    version: PolicySetVersionId,
    policies: &[Policy],
) -> Result<(), StoreError> {
    for (position, policy) in policies.iter().enumerate() {
        let params = params![
            policy.id,
            version,
            u32::try_from(position).unwrap_or(u32::MAX),
            policy.name,
            policy.description,
            policy.query,
            policy.level,
            policy.enabled,
            policy.file,
        ];
        tx.run(INSERT, params).await?;
    }
    Ok(())
}

/// Removes the policies of a version.
pub(super) async fn clear(tx: &mut Tx, version: PolicySetVersionId) -> Result<(), StoreError> {
    tx.run(CLEAR, params![version]).await.map(drop)
}

/// The policies of one version, in the manifest's order.
pub(super) async fn read_one(
    conn: &mut Conn,
    version: PolicySetVersionId,
) -> Result<Vec<Policy>, StoreError> {
    let rows = conn.all(LIST, params![version]).await?;
    rows.iter().map(read_policy).collect()
}

/// Gives versions of one set their policies, in one query.
pub(super) async fn read_range(
    conn: &mut Conn,
    set: PolicySetId,
    versions: &mut [PolicySetVersion],
) -> Result<(), StoreError> {
    let numbers = || versions.iter().map(|version| version.number);
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
        return Ok(());
    };
    let rows = conn.all(LIST_RANGE, params![set, first, last]).await?;
    let mut policies: HashMap<PolicySetVersionId, Vec<Policy>> = HashMap::new();
    for row in &rows {
        policies
            .entry(row.text("version_id")?)
            .or_default()
            .push(read_policy(row)?);
    }
    for version in versions {
        version.policies = policies.remove(&version.id).unwrap_or_default();
    }
    Ok(())
}
