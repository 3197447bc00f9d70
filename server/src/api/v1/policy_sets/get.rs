//! `GET /organizations/{organization}/policy-sets/{policy_set}`

use axum::extract::State;

use super::super::path::OfPolicySet;
use super::super::{Answer, Authenticated, Json, Path};
use super::{PolicySet, ScopeNames};
use crate::state::AppState;

/// Shows a policy set.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}", tag = "policy sets",
    params(OfPolicySet),
    responses((status = 200, description = "The policy set", body = PolicySet))
)]
pub(in super::super) async fn get_policy_set(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
) -> Answer<PolicySet> {
    let set = state
        .services
        .get_policy_set(&caller, &at.organization, &at.policy_set)
        .await?;
    let sets = [set];
    let names = ScopeNames::load(&state, &caller, &at.organization, &sets).await?;
    let [set] = sets;
    Ok(Json(PolicySet::of(
        set,
        &names,
        &at.organization,
        &state.base_url,
    )))
}
