//! `POST /runs/{run}/confirm`

use axum::extract::State;

use super::super::path::OfRun;
use super::super::{Answer, Authenticated, Json, Path};
use super::{DecisionBody, Run};
use crate::state::AppState;

/// Confirms a checked run. Portcullis applies nothing: the run rests there.
#[utoipa::path(
    post, path = "/runs/{run}/confirm", tag = "runs", params(OfRun), request_body = DecisionBody,
    responses((status = 200, description = "The run", body = Run))
)]
pub(in super::super) async fn confirm_run(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
    Json(body): Json<DecisionBody>,
) -> Answer<Run> {
    let run = state
        .services
        .confirm_run(&caller, at.run, body.reason)
        .await?;
    Ok(Json(Run::of(run, &state.base_url)))
}
