//! `GET /organizations`

use axum::extract::State;

use super::super::{Answer, Authenticated, Json, List};
use super::Organization;
use crate::state::AppState;

/// Lists the organizations that the caller can see, by name.
#[utoipa::path(
    get, path = "/organizations", tag = "organizations",
    responses((status = 200, description = "The organizations", body = List<Organization>))
)]
pub(in super::super) async fn list_organizations(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
) -> Answer<List<Organization>> {
    let organizations = state.services.list_organizations(&caller).await?;
    Ok(Json(List::whole(organizations, |one| {
        Organization::of(one, &state.base_url)
    })))
}
