//! `GET …/policy-sets/{policy_set}/versions/{number}`

use axum::extract::State;

use super::super::path::OfVersion;
use super::super::{Answer, Authenticated, Json, Path};
use super::Version;
use crate::state::AppState;

/// Shows a version.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions/{number}",
    tag = "versions", params(OfVersion),
    responses((status = 200, description = "The version", body = Version))
)]
pub(in super::super) async fn get_version(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfVersion>,
) -> Answer<Version> {
    let version = state
        .services
        .get_version(&caller, &at.organization, &at.policy_set, at.number)
        .await?;
    Ok(Json(Version::of(
        version,
        &at.organization,
        &at.policy_set,
        &state.base_url,
    )))
}
