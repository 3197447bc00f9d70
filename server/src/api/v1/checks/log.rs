//! `GET /checks/{check}/log`

use axum::extract::State;

use super::super::path::OfCheck;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Gives a check as plain text, as a terminal would show it.
#[utoipa::path(
    get, path = "/checks/{check}/log", tag = "checks", params(OfCheck),
    responses((status = 200, description = "The log", body = String, content_type = "text/plain"))
)]
pub(in super::super) async fn check_log(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfCheck>,
) -> Result<String, ErrorAnswer> {
    Ok(state.services.check_log(&caller, at.check).await?)
}
