//! `DELETE /tokens/{token}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfToken;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Ends a token of the caller.
#[utoipa::path(
    delete, path = "/tokens/{token}", tag = "tokens", params(OfToken),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn revoke_token(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfToken>,
) -> Result<StatusCode, ErrorAnswer> {
    state.services.revoke_token(&caller, at.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
