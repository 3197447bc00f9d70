//! The caller's own API tokens.

use domain::Token;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// The caller's tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    pub tokens: Vec<Token>,
    /// The secret of one that was created just now, shown this once.
    pub secret: Option<String>,
}

/// The caller's tokens.
#[server(prefix = "/ui", endpoint = "tokens/list")]
pub async fn list_tokens() -> Result<Sent<TokensView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let tokens = services.list_tokens(&caller).await?;
    Sent::of(&TokensView {
        tokens,
        secret: crate::ssr::secret_shown_once("token"),
    })
}

/// Creates a token. Its secret is shown once, on the next page.
#[server(prefix = "/ui", endpoint = "tokens/create")]
pub async fn create_token(name: String, expires_in_days: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let create = service::CreateToken {
        name,
        expires_in_days: crate::ssr::number("/expires_in_days", &expires_in_days)?,
    };
    let created = services.create_token(&caller, create).await?;
    crate::ssr::done(
        "/account/tokens",
        &format!("secret:token:{}", created.secret),
    );
    Ok(())
}

/// Revokes a token: it stops working at once.
#[server(prefix = "/ui", endpoint = "tokens/revoke")]
pub async fn revoke_token(token: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    services
        .revoke_token(&caller, crate::ssr::parse_id(&token)?)
        .await?;
    crate::ssr::done(
        "/account/tokens",
        "ok:The token is revoked and no longer works.",
    );
    Ok(())
}
