//! `GET /organizations/{organization}`

use axum::extract::State;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, Path};
use super::Organization;
use crate::state::AppState;

/// Shows an organization.
#[utoipa::path(
    get, path = "/organizations/{organization}", tag = "organizations", params(InOrganization),
    responses((status = 200, description = "The organization", body = Organization))
)]
pub(in super::super) async fn get_organization(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<Organization> {
    let organization = state
        .services
        .get_organization(&caller, &at.organization)
        .await?;
    Ok(Json(Organization::of(organization, &state.base_url)))
}
