//! `GET …/versions/{number}/files`

use axum::extract::State;

use super::super::path::OfVersion;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::SourceFile;
use crate::state::AppState;

/// Lists the files of a version, by path, without their text.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions/{number}/files",
    tag = "versions", params(OfVersion),
    responses((status = 200, description = "The files", body = List<SourceFile>))
)]
pub(in super::super) async fn version_files(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfVersion>,
) -> Answer<List<SourceFile>> {
    let files = state
        .services
        .version_files(&caller, &at.organization, &at.policy_set, at.number)
        .await?;
    Ok(Json(List::whole(files, SourceFile::from)))
}
