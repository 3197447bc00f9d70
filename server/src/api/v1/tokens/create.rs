//! `POST /tokens`

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::CreateToken;
use utoipa::ToSchema;

use super::super::{Authenticated, Json, PutAnswer};
use super::Token;
use crate::state::AppState;

/// A token as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct CreateBody {
    /// What its owner calls it.
    #[serde(default)]
    name: String,
    /// For how many days it works; for ever when absent.
    expires_in_days: Option<u32>,
}

/// A new token with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct NewToken {
    #[serde(flatten)]
    token: Token,
    /// The secret: shown now and never again.
    secret: String,
}

/// Makes a token for the caller.
#[utoipa::path(
    post, path = "/tokens", tag = "tokens", request_body = CreateBody,
    responses((status = 201, description = "The token with its secret", body = NewToken))
)]
pub(in super::super) async fn create_token(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Json(body): Json<CreateBody>,
) -> PutAnswer<NewToken> {
    let create = CreateToken {
        name: body.name,
        expires_in_days: body.expires_in_days,
    };
    let new = state.services.create_token(&caller, create).await?;
    let token = NewToken {
        token: new.token.into(),
        secret: new.secret,
    };
    Ok((StatusCode::CREATED, Json(token)))
}
