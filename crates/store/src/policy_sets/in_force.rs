//! What policy sets would evaluate now: what a check pins when it is queued.

use std::collections::BTreeMap;

use domain::{
    Dialect, Digest, InputShape, OrganizationId, Policy, PolicyId, PolicySetId, PolicySetVersionId,
};

use crate::policies::read_policy;
use crate::statement::statements;
use crate::value::{listed, params};
use crate::{Conn, StoreError};

/// What a set would evaluate now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetInForce {
    /// Which set.
    pub policy_set_id: PolicySetId,
    /// The version in force, for a set of versions.
    pub version: Option<VersionInForce>,
    /// The policies: the version's in the manifest's order, or those managed one by one, by name.
    pub policies: Vec<PolicyInForce>,
}

/// The version in force of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionInForce {
    /// Its id.
    pub id: PolicySetVersionId,
    /// Its number.
    pub number: u32,
    /// Its bundle.
    pub digest: Digest,
    /// Which input its policies read.
    pub shape: InputShape,
    /// The Rego version that was declared when it was uploaded.
    pub dialect: Option<Dialect>,
}

/// A policy in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInForce {
    /// The policy.
    pub policy: Policy,
    /// Its own bundle, when it is managed on its own and was uploaded.
    pub digest: Option<Digest>,
}

statements! { "policy_sets";
    // One statement: a version that comes into force meanwhile must not lend its policies to the
    // bundle of the one before.
    VERSIONED_POLICIES = "
select v.policy_set_id, v.id as version_id, v.number, v.digest, v.shape, v.rego_version,
  vp.id, vp.name, vp.description, vp.query, vp.level, vp.enabled, vp.file
from policy_sets s
join policy_set_versions v on v.policy_set_id = s.id and v.number = s.current_number
left join version_policies vp on vp.version_id = v.id
where s.organization_id = $1
  and $2 like '%,' || s.id || ',%'
order by v.policy_set_id, vp.position";
    MANAGED_POLICIES = "
select p.id, sp.policy_set_id, p.name, p.description, p.query, p.level, p.enabled, p.file, p.digest
from policy_sets s
join policy_set_policies sp on sp.policy_set_id = s.id
join policies p on p.id = sp.policy_id
where s.organization_id = $1
  and s.newest_number = 0
  and $2 like '%,' || s.id || ',%'
order by sp.policy_set_id, p.name";
}

/// What these sets would evaluate now, in two queries, in the order of their ids; sets with
/// nothing in force are left out.
pub async fn in_force(
    conn: &mut Conn,
    organization: OrganizationId,
    sets: &[PolicySetId],
) -> Result<Vec<SetInForce>, StoreError> {
    if sets.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = listed(sets);
    let mut found: BTreeMap<PolicySetId, SetInForce> = BTreeMap::new();
    for row in conn
        .all(VERSIONED_POLICIES, params![organization, wanted])
        .await?
    {
        let policy_set_id = row.text("policy_set_id")?;
        let version = VersionInForce {
            id: row.text("version_id")?,
            number: row.count("number")?,
            digest: row.text("digest")?,
            shape: row.text("shape")?,
            dialect: row.maybe_text("rego_version")?,
        };
        let set = found.entry(policy_set_id).or_insert_with(|| SetInForce {
            policy_set_id,
            version: Some(version),
            policies: Vec::new(),
        });
        // A version without policies has one row without a policy.
        if row.maybe_text::<PolicyId>("id")?.is_some() {
            set.policies.push(PolicyInForce {
                policy: read_policy(&row)?,
                digest: None,
            });
        }
    }
    for row in conn
        .all(MANAGED_POLICIES, params![organization, wanted])
        .await?
    {
        let policy_set_id = row.text("policy_set_id")?;
        let policy = PolicyInForce {
            policy: read_policy(&row)?,
            digest: row.maybe_text("digest")?,
        };
        found
            .entry(policy_set_id)
            .or_insert_with(|| SetInForce {
                policy_set_id,
                version: None,
                policies: Vec::new(),
            })
            .policies
            .push(policy);
    }
    Ok(found.into_values().collect())
}
