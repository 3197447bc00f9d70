//! `PUT /organizations/{organization}/projects/{project}`

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::path::OfProject;
use super::super::{Authenticated, Json, Path, PutAnswer, put_status};
use super::Project;
use crate::state::AppState;

/// A project as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct PutProject {
    /// What it is for.
    description: Option<String>,
}

/// Creates or changes a project.
#[utoipa::path(
    put, path = "/organizations/{organization}/projects/{project}", tag = "projects",
    params(OfProject), request_body = PutProject,
    responses(
        (status = 200, description = "Changed", body = Project),
        (status = 201, description = "Created", body = Project),
    )
)]
pub(in super::super) async fn put_project(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfProject>,
    Json(body): Json<PutProject>,
) -> PutAnswer<Project> {
    let put = service::PutProject {
        description: body.description,
        must_be_new: false,
    };
    let (project, created) = state
        .services
        .put_project(&caller, &at.organization, &at.project, put)
        .await?;
    Ok((put_status(created), Json(project.into())))
}
