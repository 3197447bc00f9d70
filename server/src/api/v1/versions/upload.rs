//! `POST …/policy-sets/{policy_set}/versions`

use axum::extract::{Request, State};
use domain::VersionSource;
use http::StatusCode;

use super::super::path::OfPolicySet;
use super::super::{Authenticated, Json, Path, PutAnswer};
use super::Version;
use crate::http::body;
use crate::state::AppState;

/// The largest bundle, compressed (threats.md A35).
pub(crate) const MAX_BUNDLE_BYTES: u64 = 16 << 20;

/// Uploads a version: the body is a gzipped tar, whatever its Content-Type says. The answer is
/// final: the version is `ready`, or `errored` with every problem; then the version in force stays. So
/// it does when the version is `held` back by its unit tests, which are run at once.
#[utoipa::path(
    post, path = "/organizations/{organization}/policy-sets/{policy_set}/versions",
    tag = "versions", params(OfPolicySet),
    request_body(content = Vec<u8>, content_type = "application/gzip"),
    responses((status = 201, description = "The version", body = Version))
)]
pub(in super::super) async fn upload_version(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
    request: Request,
) -> PutAnswer<Version> {
    let (parts, stream) = request.into_parts();
    let bundle = body::read(&parts.headers, stream, MAX_BUNDLE_BYTES, "bundle").await?;
    let version = state
        .services
        .upload_version(
            &caller,
            &at.organization,
            &at.policy_set,
            VersionSource::Api,
            bundle,
        )
        .await?;
    let version = Version::of(version, &at.organization, &at.policy_set, &state.base_url);
    Ok((StatusCode::CREATED, Json(version)))
}
