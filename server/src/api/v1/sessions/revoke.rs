//! `DELETE /sessions/{session}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfSession;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Ends a browser session of the caller.
#[utoipa::path(
    delete, path = "/sessions/{session}", tag = "sessions", params(OfSession),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn revoke_session(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfSession>,
) -> Result<StatusCode, ErrorAnswer> {
    state.services.revoke_session(&caller, at.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
