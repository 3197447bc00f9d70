//! `GET /runs/{run}/plan`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;

use super::super::path::OfRun;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Gives a run's plan, the very bytes that were sent (decompressed).
#[utoipa::path(
    get, path = "/runs/{run}/plan", tag = "runs", params(OfRun),
    responses((status = 200, description = "The plan", body = Object, content_type = "application/json"))
)]
pub(in super::super) async fn plan_json(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
) -> Result<Response, ErrorAnswer> {
    let plan = state.services.plan_json(&caller, at.run).await?;
    Ok(([(CONTENT_TYPE, "application/json")], plan).into_response())
}
