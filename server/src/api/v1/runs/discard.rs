//! `POST /runs/{run}/discard`

use axum::extract::State;

use super::super::path::OfRun;
use super::super::{Answer, Authenticated, Json, Path};
use super::{DecisionBody, Run};
use crate::state::AppState;

/// Discards a run that is checked or waits for a decision.
#[utoipa::path(
    post, path = "/runs/{run}/discard", tag = "runs", params(OfRun), request_body = DecisionBody,
    responses((status = 200, description = "The run", body = Run))
)]
pub(in super::super) async fn discard_run(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
    Json(body): Json<DecisionBody>,
) -> Answer<Run> {
    let run = state
        .services
        .discard_run(&caller, at.run, body.reason)
        .await?;
    Ok(Json(Run::of(run, &state.base_url)))
}
