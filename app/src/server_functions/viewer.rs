//! Who looks.

use leptos::prelude::*;

use crate::error::UiError;
use crate::frame::FrameData;
use crate::sent::Sent;

/// What the frame around every page shows: who looks, where, the theme, a message from before.
#[server(prefix = "/ui", endpoint = "viewer/frame")]
pub async fn get_frame(
    organization: Option<String>,
    // Not read here: with another path it is another question, and asked again.
    path: Option<String>,
) -> Result<Sent<FrameData>, UiError> {
    let _ = path;
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::optional_name(organization.as_deref())?;
    let viewer = services.viewer(&caller, organization.as_ref()).await?;
    Sent::of(&crate::ssr::frame(viewer))
}

/// Gives a page that does not exist its status.
#[server(prefix = "/ui", endpoint = "viewer/not-found")]
pub async fn mark_not_found() -> Result<Sent<()>, UiError> {
    crate::ssr::not_found();
    Sent::of(&())
}
