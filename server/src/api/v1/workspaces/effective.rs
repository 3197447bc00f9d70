//! `GET /organizations/{organization}/workspaces/{workspace}/effective-policy-sets`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::path::OfWorkspace;
use super::super::{Answer, Authenticated, Json, List, Path};
use crate::state::AppState;

/// A policy set as seen from a workspace.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct EffectivePolicySet {
    /// The set's id, `polset-…`.
    policy_set_id: String,
    /// The set's name.
    policy_set: String,
    /// Whether it applies.
    applies: bool,
    /// Why it applies, or why not: `workspace_excluded`, `project_excluded`,
    /// `workspace_attached`, `project_attached`, `global` or `not_attached`.
    reason: &'static str,
    /// The reason as a sentence.
    explanation: &'static str,
    /// The number of the version in force.
    version: Option<u32>,
    /// How many of its policies are in force.
    policy_count: u32,
    /// Whether failures of its `mandatory` policies can be overridden.
    overridable: bool,
}

impl From<domain::EffectivePolicySet> for EffectivePolicySet {
    fn from(set: domain::EffectivePolicySet) -> Self {
        Self {
            policy_set_id: set.policy_set_id.to_string(),
            policy_set: set.policy_set.to_string(),
            applies: set.reason.applies(),
            reason: set.reason.as_str(),
            explanation: set.reason.label(),
            version: set.current_version,
            policy_count: set.policy_count,
            overridable: set.overridable,
        }
    }
}

/// Lists every policy set with why it applies to the workspace, or why not; applying ones first.
#[utoipa::path(
    get, path = "/organizations/{organization}/workspaces/{workspace}/effective-policy-sets",
    tag = "workspaces", params(OfWorkspace),
    responses((status = 200, description = "The policy sets", body = List<EffectivePolicySet>))
)]
pub(in super::super) async fn effective_policy_sets(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfWorkspace>,
) -> Answer<List<EffectivePolicySet>> {
    let sets = state
        .services
        .effective_policy_sets(&caller, &at.organization, &at.workspace)
        .await?;
    Ok(Json(List::whole(sets, EffectivePolicySet::from)))
}
