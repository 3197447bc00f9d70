//! `GET /organizations/{organization}/policy-sets`

use axum::extract::State;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::{PolicySet, ScopeNames};
use crate::state::AppState;

/// Lists the policy sets of an organization, by name.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets", tag = "policy sets",
    params(InOrganization),
    responses((status = 200, description = "The policy sets", body = List<PolicySet>))
)]
pub(in super::super) async fn list_policy_sets(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<List<PolicySet>> {
    let sets = state
        .services
        .list_policy_sets(&caller, &at.organization)
        .await?;
    let names = ScopeNames::load(&state, &caller, &at.organization, &sets).await?;
    Ok(Json(List::whole(sets, |set| {
        PolicySet::of(set, &names, &at.organization, &state.base_url)
    })))
}
