//! `GET /organizations/{organization}/policies`

use axum::extract::State;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::ManagedPolicy;
use crate::state::AppState;

/// Lists the policies that are managed one by one, by name.
#[utoipa::path(
    get, path = "/organizations/{organization}/policies", tag = "policies",
    params(InOrganization),
    responses((status = 200, description = "The policies", body = List<ManagedPolicy>))
)]
pub(in super::super) async fn list_policies(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<List<ManagedPolicy>> {
    let policies = state
        .services
        .list_policies(&caller, &at.organization)
        .await?;
    Ok(Json(List::whole(policies, |managed| {
        ManagedPolicy::of(managed, None, &at.organization, &state.base_url)
    })))
}
