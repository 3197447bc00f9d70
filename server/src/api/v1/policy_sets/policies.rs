//! `GET /organizations/{organization}/policy-sets/{policy_set}/policies`

use axum::extract::State;

use super::super::path::OfPolicySet;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::Policy;
use crate::state::AppState;

/// Lists the policies in force: those of the most recent ready version.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/policies",
    tag = "policy sets", params(OfPolicySet),
    responses((status = 200, description = "The policies", body = List<Policy>))
)]
pub(in super::super) async fn policies_in_force(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
) -> Answer<List<Policy>> {
    let policies = state
        .services
        .policies_in_force(&caller, &at.organization, &at.policy_set)
        .await?;
    Ok(Json(List::whole(policies, Policy::from)))
}
