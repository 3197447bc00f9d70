//! Who asks: the bearer of an API token.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use service::{Caller, Surface};

use super::ErrorAnswer;
use crate::http::observe;
use crate::http::request::RequestFacts;
use crate::state::AppState;

/// The caller of the native API. Cookies are not looked at: a page of another site cannot make a
/// browser send a token.
pub struct Authenticated(pub Caller);

impl FromRequestParts<AppState> for Authenticated {
    type Rejection = ErrorAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ErrorAnswer> {
        let secret = bearer(parts).ok_or_else(ErrorAnswer::unauthenticated)?;
        let request = parts
            .extensions
            .get::<RequestFacts>()
            .ok_or_else(|| ErrorAnswer::internal("a request without facts"))?
            .info(Surface::Native);
        let caller = state
            .services
            .authenticate_token(secret, request)
            .await?
            .ok_or_else(ErrorAnswer::unauthenticated)?;
        observe::seen(caller.user.id);
        Ok(Self(caller))
    }
}

/// The token of `Authorization: Bearer …`; the scheme is compared without case (RFC 9110 §11.1).
fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, secret) = parts
        .headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}
