//! `GET /organizations/{organization}/policy-sets/{policy_set}/matched-workspaces`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::path::OfPolicySet;
use super::super::{Answer, Authenticated, Json, List, Path};
use crate::state::AppState;

/// A workspace as seen from a policy set.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct MatchedWorkspace {
    /// The workspace's id, `ws-…`.
    workspace_id: String,
    /// The workspace's name.
    workspace: String,
    /// Its project's name.
    project: String,
    /// Whether the set applies to it.
    applies: bool,
    /// Why it applies, or why not, as in `effective-policy-sets`.
    reason: &'static str,
    /// The reason as a sentence.
    explanation: &'static str,
}

impl From<domain::MatchedWorkspace> for MatchedWorkspace {
    fn from(matched: domain::MatchedWorkspace) -> Self {
        Self {
            workspace_id: matched.workspace_id.to_string(),
            workspace: matched.workspace.to_string(),
            project: matched.project,
            applies: matched.reason.applies(),
            reason: matched.reason.as_str(),
            explanation: matched.reason.label(),
        }
    }
}

/// Lists every workspace with why the set applies to it, or why not; matching ones first.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/matched-workspaces",
    tag = "policy sets", params(OfPolicySet),
    responses((status = 200, description = "The workspaces", body = List<MatchedWorkspace>))
)]
pub(in super::super) async fn matched_workspaces(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
) -> Answer<List<MatchedWorkspace>> {
    let matched = state
        .services
        .matched_workspaces(&caller, &at.organization, &at.policy_set)
        .await?;
    Ok(Json(List::whole(matched, MatchedWorkspace::from)))
}
