//! `POST /runs/{run}/cancel`

use axum::extract::State;

use super::super::path::OfRun;
use super::super::{Answer, Authenticated, Json, Path};
use super::Run;
use crate::state::AppState;

/// Gives a run up that is still being worked on.
#[utoipa::path(
    post, path = "/runs/{run}/cancel", tag = "runs", params(OfRun),
    responses((status = 200, description = "The run", body = Run))
)]
pub(in super::super) async fn cancel_run(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
) -> Answer<Run> {
    let run = state.services.cancel_run(&caller, at.run).await?;
    Ok(Json(Run::of(run, &state.base_url)))
}
