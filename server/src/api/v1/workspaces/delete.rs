//! `DELETE /organizations/{organization}/workspaces/{workspace}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfWorkspace;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Deletes a workspace with its runs.
#[utoipa::path(
    delete, path = "/organizations/{organization}/workspaces/{workspace}", tag = "workspaces",
    params(OfWorkspace),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn delete_workspace(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfWorkspace>,
) -> Result<StatusCode, ErrorAnswer> {
    state
        .services
        .delete_workspace(&caller, &at.organization, &at.workspace)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
