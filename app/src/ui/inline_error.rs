//! An error in the place of what could not be shown.

use leptos::prelude::*;

use super::{ButtonLink, Callout, Look};
use crate::error::{UiError, UiErrorKind};
use crate::model::Tone;

/// What failed, what to try, and which request to ask about.
#[component]
pub(crate) fn InlineError(
    /// The error.
    error: UiError,
) -> impl IntoView {
    let signed_out = error.kind == UiErrorKind::Unauthenticated;
    let title = match error.kind {
        UiErrorKind::Unauthenticated => "Your session has ended",
        UiErrorKind::Forbidden => "You may not do this",
        UiErrorKind::NotFound => "Not found",
        UiErrorKind::Conflict => "Something else happened first",
        UiErrorKind::TooLarge => "Too large",
        UiErrorKind::Invalid => "That cannot be taken",
        UiErrorKind::TooMany => "Too many attempts",
        UiErrorKind::Unavailable | UiErrorKind::Offline => "The server does not answer",
        UiErrorKind::Internal => "Something went wrong",
    };
    view! {
        <Callout tone=Tone::Bad title=title>
            <p>{error.sentence()}</p>
            {error
                .request_id
                .map(|id| view! { <p class="faint">"Request " <code class="code">{id}</code></p> })}
            {signed_out
                .then(|| {
                    view! {
                        <ButtonLink href="/login" external=true look=Look::Primary>
                            "Sign in again"
                        </ButtonLink>
                    }
                })}
        </Callout>
    }
}
