//! `GET /organizations/{organization}/workspaces/{workspace}`

use axum::extract::State;

use super::super::path::OfWorkspace;
use super::super::{Answer, Authenticated, Json, Path};
use super::Workspace;
use crate::state::AppState;

/// Shows a workspace.
#[utoipa::path(
    get, path = "/organizations/{organization}/workspaces/{workspace}", tag = "workspaces",
    params(OfWorkspace),
    responses((status = 200, description = "The workspace", body = Workspace))
)]
pub(in super::super) async fn get_workspace(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfWorkspace>,
) -> Answer<Workspace> {
    let workspace = state
        .services
        .get_workspace(&caller, &at.organization, &at.workspace)
        .await?;
    Ok(Json(Workspace::of(
        workspace,
        &at.organization,
        &state.base_url,
    )))
}
