//! `GET …/versions/{number}/file?path=`

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::path::OfVersion;
use super::super::{Answer, Authenticated, Json, Path, Query};
use super::SourceFile;
use crate::state::AppState;

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct FileQuery {
    /// Its path, relative to the bundle's root.
    path: String,
}

/// Shows a file of a version with its text.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions/{number}/file",
    tag = "versions", params(OfVersion, FileQuery),
    responses((status = 200, description = "The file", body = SourceFile))
)]
pub(in super::super) async fn version_file(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfVersion>,
    Query(query): Query<FileQuery>,
) -> Answer<SourceFile> {
    let file = state
        .services
        .version_file(
            &caller,
            &at.organization,
            &at.policy_set,
            at.number,
            &query.path,
        )
        .await?;
    Ok(Json(file.into()))
}
