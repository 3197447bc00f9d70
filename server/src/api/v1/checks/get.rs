//! `GET /checks/{check}`

use axum::extract::State;

use super::super::path::OfCheck;
use super::super::wait::WaitQuery;
use super::super::{Answer, Authenticated, Json, Path, Query};
use super::Check;
use crate::state::AppState;

/// Shows a check; with `wait`, once it has its answer.
#[utoipa::path(
    get, path = "/checks/{check}", tag = "checks", params(OfCheck, WaitQuery),
    responses((status = 200, description = "The check", body = Check))
)]
pub(in super::super) async fn get_check(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfCheck>,
    Query(query): Query<WaitQuery>,
) -> Answer<Check> {
    let mut check = state.services.get_check(&caller, at.check).await?;
    if let Some(time) = query.time()
        && !check.status.is_settled()
    {
        // A server that stops answers at once: the client asks another node, or again.
        check = tokio::select! {
            check = state.services.wait_check(&caller, at.check, time) => check?,
            () = state.shutdown.cancelled() => check,
        };
    }
    Ok(Json(Check::of(check, &state.base_url)))
}
