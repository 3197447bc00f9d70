//! `GET /sessions`

use axum::extract::State;

use super::super::{Answer, Authenticated, Json, List};
use super::Session;
use crate::state::AppState;

/// Lists the caller's browser sessions.
#[utoipa::path(
    get, path = "/sessions", tag = "sessions",
    responses((status = 200, description = "The sessions", body = List<Session>))
)]
pub(in super::super) async fn list_sessions(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
) -> Answer<List<Session>> {
    let sessions = state.services.list_sessions(&caller).await?;
    Ok(Json(List::whole(sessions, Session::from)))
}
