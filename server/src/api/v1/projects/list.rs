//! `GET /organizations/{organization}/projects`

use axum::extract::State;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::Project;
use crate::state::AppState;

/// Lists the projects of an organization, by name.
#[utoipa::path(
    get, path = "/organizations/{organization}/projects", tag = "projects",
    params(InOrganization),
    responses((status = 200, description = "The projects", body = List<Project>))
)]
pub(in super::super) async fn list_projects(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<List<Project>> {
    let projects = state
        .services
        .list_projects(&caller, &at.organization)
        .await?;
    Ok(Json(List::whole(projects, Project::from)))
}
