//! `GET /runs/{run}`

use axum::extract::State;

use super::super::path::OfRun;
use super::super::wait::WaitQuery;
use super::super::{Answer, Authenticated, Json, Path, Query};
use super::Run;
use crate::state::AppState;

/// Shows a run with its checks; with `wait`, once nothing is being worked on any more.
#[utoipa::path(
    get, path = "/runs/{run}", tag = "runs", params(OfRun, WaitQuery),
    responses((status = 200, description = "The run", body = Run))
)]
pub(in super::super) async fn get_run(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfRun>,
    Query(query): Query<WaitQuery>,
) -> Answer<Run> {
    let mut run = state.services.get_run(&caller, at.run).await?;
    if let Some(time) = query.time()
        && !run.status.is_settled()
    {
        // A server that stops answers at once: the client asks another node, or again.
        run = tokio::select! {
            run = state.services.wait_run(&caller, at.run, time) => run?,
            () = state.shutdown.cancelled() => run,
        };
    }
    Ok(Json(Run::of(run, &state.base_url)))
}
