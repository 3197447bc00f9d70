//! What a check will evaluate, pinned when it is queued: a later change of a policy set never
//! changes a check (DESIGN §2).

use domain::{
    Dialect, Digest, Level, OrganizationSettings, PolicySetId, PolicySetVersionId, RunDocument,
    Workspace,
};
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::Error;

/// Everything that a worker needs to know about a check besides the plan's bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pinned {
    /// What policies are told about the run.
    pub(crate) run: RunDocument,
    /// The organization's choices at this moment: they decide the verdict.
    pub(crate) settings: OrganizationSettings,
    /// The sets, or single managed policies, in order.
    pub(crate) sets: Vec<PinnedSet>,
}

/// A bundle that will be evaluated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PinnedSet {
    pub(crate) policy_set_id: PolicySetId,
    pub(crate) policy_set: String,
    pub(crate) version_id: Option<PolicySetVersionId>,
    pub(crate) version: Option<u32>,
    /// `None` for a policy managed on its own whose source was never written: it has no answer.
    pub(crate) digest: Option<Digest>,
    pub(crate) strict: bool,
    /// The declared Rego version. What was queued before there were any has none.
    #[serde(default)]
    pub(crate) dialect: Option<Dialect>,
    pub(crate) policies: Vec<PinnedPolicy>,
}

/// A policy that will be evaluated, at the level that its set's switch gives it now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PinnedPolicy {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) query: String,
    pub(crate) level: Level,
}

impl Pinned {
    /// What applies to `workspace` now.
    pub(crate) async fn now(
        tx: &mut Tx,
        organization: &domain::Organization,
        workspace: &Workspace,
        run: RunDocument,
    ) -> Result<Self, Error> {
        let mut applying = store::policy_sets::all(tx, organization.id).await?;
        applying.retain(|set| {
            set.scope
                .reason_for(workspace.id, workspace.project_id)
                .applies()
        });
        let ids: Vec<_> = applying.iter().map(|set| set.id).collect();
        let in_force = if ids.is_empty() {
            Vec::new()
        } else {
            store::policy_sets::in_force(tx, organization.id, &ids).await?
        };
        let mut sets = Vec::new();
        for set in applying {
            let Some(force) = in_force.iter().find(|force| force.policy_set_id == set.id) else {
                continue;
            };
            let pinned = |digest, policies: Vec<PinnedPolicy>| PinnedSet {
                policy_set_id: set.id,
                policy_set: set.name.to_string(),
                version_id: force.version.as_ref().map(|version| version.id),
                version: force.version.as_ref().map(|version| version.number),
                digest,
                strict: set.strict,
                // A version keeps what it was uploaded under; other policies follow their set.
                dialect: match &force.version {
                    Some(version) => version.dialect,
                    None => set.dialect,
                },
                policies,
            };
            let policy = |held: &store::policy_sets::PolicyInForce| PinnedPolicy {
                name: held.policy.name.clone(),
                description: held.policy.description.clone(),
                query: held.policy.query.clone(),
                level: held.policy.level.resolve(set.overridable),
            };
            let enabled = force.policies.iter().filter(|held| held.policy.enabled);
            match &force.version {
                Some(version) => {
                    sets.push(pinned(Some(version.digest), enabled.map(policy).collect()));
                }
                // A policy that is managed on its own is evaluated alone: a bundle each.
                None => sets.extend(enabled.map(|held| pinned(held.digest, vec![policy(held)]))),
            }
        }
        Ok(Self {
            run,
            settings: organization.settings,
            sets,
        })
    }

    /// How many policies that is.
    pub(crate) fn policy_total(&self) -> u32 {
        let total = self
            .sets
            .iter()
            .map(|set| set.policies.len())
            .sum::<usize>();
        u32::try_from(total).unwrap_or(u32::MAX)
    }
}
