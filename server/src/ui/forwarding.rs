//! Addresses that clients of the originals build: `/app/{organization}/{workspace}[/runs/{id}]`.

use axum::response::Redirect;
use domain::{Name, RunId};
use serde::Deserialize;

use crate::api::v1::Path;

#[derive(Deserialize)]
pub(super) struct WorkspaceAddress {
    organization: Name,
    workspace: Name,
}

#[derive(Deserialize)]
pub(super) struct RunAddress {
    organization: Name,
    run: RunId,
}

/// On to the workspace's page.
pub(super) async fn workspace(Path(at): Path<WorkspaceAddress>) -> Redirect {
    Redirect::to(&format!(
        "/orgs/{}/workspaces/{}",
        at.organization, at.workspace
    ))
}

/// On to the run's page.
pub(super) async fn run(Path(at): Path<RunAddress>) -> Redirect {
    Redirect::to(&format!("/orgs/{}/runs/{}", at.organization, at.run))
}
