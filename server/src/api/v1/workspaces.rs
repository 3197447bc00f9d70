//! Workspaces: what is planned.

mod delete;
mod effective;
mod get;
mod list;
mod put;

use domain::{Name, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// A workspace.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Workspace {
    /// Its id, `ws-…`.
    id: String,
    /// Its name, unique in its organization.
    name: String,
    /// Its organization.
    organization: String,
    /// What it is for.
    description: Option<String>,
    /// Its project's id, `prj-…`.
    project_id: String,
    /// Its project's name.
    project: String,
    /// Handed to policies.
    auto_apply: bool,
    /// The folder of its configuration, handed to policies.
    working_directory: Option<String>,
    /// Free labels, handed to policies.
    tags: Vec<String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its page.
    url: String,
}

impl Workspace {
    fn of(workspace: domain::Workspace, organization: &Name, base_url: &str) -> Self {
        Self {
            id: workspace.id.to_string(),
            url: format!(
                "{base_url}/orgs/{organization}/workspaces/{}",
                workspace.name
            ),
            name: workspace.name.to_string(),
            organization: organization.to_string(),
            description: workspace.description,
            project_id: workspace.project_id.to_string(),
            project: workspace.project,
            auto_apply: workspace.auto_apply,
            working_directory: workspace.working_directory,
            tags: workspace.tags,
            created_at: workspace.created_at,
            updated_at: workspace.updated_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_workspaces))
        .routes(routes!(
            get::get_workspace,
            put::put_workspace,
            delete::delete_workspace
        ))
        .routes(routes!(effective::effective_policy_sets))
}
