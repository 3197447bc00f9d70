//! `GET /runs/{run}/changes`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::path::OfRun;
use super::super::{Answer, Authenticated, Json, List, Path};
use crate::state::AppState;

/// One resource that a plan touches.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ResourceChange {
    /// Its address, `module.peering.aws_vpc.eu`.
    address: String,
    /// Its type, `aws_vpc`.
    r#type: String,
    /// What happens to it, in Terraform's words.
    actions: Vec<String>,
}

impl From<domain::ResourceChange> for ResourceChange {
    fn from(change: domain::ResourceChange) -> Self {
        Self {
            address: change.address,
            r#type: change.kind,
            actions: change.actions,
        }
    }
}

/// Lists what a run's plan would do to each resource.
#[utoipa::path(
    get, path = "/runs/{run}/changes", tag = "runs", params(OfRun),
    responses((status = 200, description = "The changes", body = List<ResourceChange>))
)]
pub(in super::super) async fn plan_changes(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
) -> Answer<List<ResourceChange>> {
    let changes = state.services.plan_changes(&caller, at.run).await?;
    Ok(Json(List::whole(changes, ResourceChange::from)))
}
