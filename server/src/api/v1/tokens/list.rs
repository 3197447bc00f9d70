//! `GET /tokens`

use axum::extract::State;

use super::super::{Answer, Authenticated, Json, List};
use super::Token;
use crate::state::AppState;

/// Lists the caller's tokens.
#[utoipa::path(
    get, path = "/tokens", tag = "tokens",
    responses((status = 200, description = "The tokens", body = List<Token>))
)]
pub(in super::super) async fn list_tokens(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
) -> Answer<List<Token>> {
    let tokens = state.services.list_tokens(&caller).await?;
    Ok(Json(List::whole(tokens, Token::from)))
}
