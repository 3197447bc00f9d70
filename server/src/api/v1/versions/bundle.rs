//! `GET …/versions/{number}/bundle`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;

use super::super::path::OfVersion;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Gives the bundle of a version, as it was uploaded.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions/{number}/bundle",
    tag = "versions", params(OfVersion),
    responses((status = 200, description = "The bundle", body = Vec<u8>, content_type = "application/gzip"))
)]
pub(in super::super) async fn version_bundle(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfVersion>,
) -> Result<Response, ErrorAnswer> {
    let bundle = state
        .services
        .version_bundle(&caller, &at.organization, &at.policy_set, at.number)
        .await?;
    Ok(([(CONTENT_TYPE, "application/gzip")], bundle).into_response())
}
