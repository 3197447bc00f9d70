//! Projects: groups of workspaces.

mod list;
mod put;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Project {
    /// Its id, `prj-…`.
    id: String,
    /// Its name, unique in its organization.
    name: String,
    /// What it is for.
    description: Option<String>,
    /// How many workspaces it has.
    workspace_count: u32,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<domain::Project> for Project {
    fn from(project: domain::Project) -> Self {
        Self {
            id: project.id.to_string(),
            name: project.name,
            description: project.description,
            workspace_count: project.workspace_count,
            created_at: project.created_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_projects))
        .routes(routes!(put::put_project))
}
