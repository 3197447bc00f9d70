//! The caller's own browser sessions and password.

use domain::Session;
use leptos::prelude::*;

use crate::UiError;
use crate::sent::Sent;

/// The caller's sessions, the present one first.
#[server(prefix = "/ui", endpoint = "sessions/list")]
pub async fn list_sessions() -> Result<Sent<Vec<Session>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    Sent::of(&services.list_sessions(&caller).await?)
}

/// Ends a session.
#[server(prefix = "/ui", endpoint = "sessions/revoke")]
pub async fn revoke_session(session: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    services
        .revoke_session(&caller, crate::ssr::parse_id(&session)?)
        .await?;
    crate::ssr::done("/account/sessions", "ok:The session is ended.");
    Ok(())
}

/// Changes the caller's password.
#[server(prefix = "/ui", endpoint = "sessions/change-password")]
pub async fn change_password(
    current: String,
    new: String,
    repeated: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    if new != repeated {
        return Err(UiError::invalid(
            "/repeated",
            "the two new passwords differ: type it again",
        ));
    }
    services.change_password(&caller, &current, &new).await?;
    crate::ssr::done("/account", "ok:The password is changed.");
    Ok(())
}

/// The message that a plain form left for a page that needs nobody to be signed in.
#[server(prefix = "/ui", endpoint = "sessions/notice")]
pub async fn get_notice() -> Result<Sent<Option<crate::Flash>>, UiError> {
    Sent::of(&crate::ssr::flash())
}
