//! `PUT /organizations/{organization}/workspaces/{workspace}`

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::path::OfWorkspace;
use super::super::{Authenticated, Json, PathOfNew, PutAnswer, put_status};
use super::Workspace;
use crate::state::AppState;

/// A workspace as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct PutWorkspace {
    /// What it is for.
    description: Option<String>,
    /// Its project's name; a new workspace is in `Default Project` when nobody says.
    project: Option<String>,
    /// Free labels, handed to policies.
    tags: Option<Vec<String>>,
    /// Handed to policies.
    auto_apply: Option<bool>,
    /// The folder of its configuration, handed to policies.
    working_directory: Option<String>,
}

/// Creates or changes a workspace.
#[utoipa::path(
    put, path = "/organizations/{organization}/workspaces/{workspace}", tag = "workspaces",
    params(OfWorkspace), request_body = PutWorkspace,
    responses(
        (status = 200, description = "Changed", body = Workspace),
        (status = 201, description = "Created", body = Workspace),
    )
)]
pub(in super::super) async fn put_workspace(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    PathOfNew(at): PathOfNew<OfWorkspace>,
    Json(body): Json<PutWorkspace>,
) -> PutAnswer<Workspace> {
    let put = service::PutWorkspace {
        description: body.description,
        project: body.project,
        tags: body.tags,
        auto_apply: body.auto_apply,
        working_directory: body.working_directory,
        ..service::PutWorkspace::default()
    };
    let (workspace, created) = state
        .services
        .put_workspace(&caller, &at.organization, &at.workspace, put)
        .await?;
    let workspace = Workspace::of(workspace, &at.organization, &state.base_url);
    Ok((put_status(created), Json(workspace)))
}
