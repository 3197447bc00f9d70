//! `GET /organizations/{organization}/policies/{policy}`

use axum::extract::State;

use super::super::path::OfPolicy;
use super::super::{Answer, Authenticated, Json, Path};
use super::ManagedPolicy;
use crate::state::AppState;

/// Shows a policy with its source.
#[utoipa::path(
    get, path = "/organizations/{organization}/policies/{policy}", tag = "policies",
    params(OfPolicy),
    responses((status = 200, description = "The policy", body = ManagedPolicy))
)]
pub(in super::super) async fn get_policy(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicy>,
) -> Answer<ManagedPolicy> {
    let (managed, source) = state
        .services
        .get_policy(&caller, &at.organization, &at.policy)
        .await?;
    Ok(Json(ManagedPolicy::of(
        managed,
        source,
        &at.organization,
        &state.base_url,
    )))
}
