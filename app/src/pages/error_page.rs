//! What stands in a page's place when its data could not be had.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::error::{UiError, UiErrorKind};
use crate::ui::{ButtonLink, Icon, Look, document_title, prose};

/// The page for `error`: what happened, in words that help, and a way on.
pub(crate) fn error_page(error: UiError) -> AnyView {
    let (icon, title, words) = match error.kind {
        UiErrorKind::NotFound => (
            "search",
            "There is nothing here",
            "The address may be mistyped, the thing may have been deleted, or it may belong to people whose \
             work you cannot see."
                .to_owned(),
        ),
        UiErrorKind::Forbidden => ("lock", "You may not see this", error.sentence()),
        UiErrorKind::Unauthenticated => (
            "sign-in",
            "Your session has ended",
            "Sign in again to go on; nothing that you saved is lost.".to_owned(),
        ),
        UiErrorKind::Unavailable | UiErrorKind::Offline | UiErrorKind::TooMany => {
            ("wifi-off", "The server does not answer", error.sentence())
        }
        UiErrorKind::Invalid | UiErrorKind::Conflict | UiErrorKind::TooLarge => {
            ("warning", "That cannot be shown", error.sentence())
        }
        UiErrorKind::Internal => (
            "errored",
            "Something went wrong on the server",
            "It is not your fault. Try again in a moment; if it stays, tell the operator the request's id."
                .to_owned(),
        ),
    };
    let way_on = match error.kind {
        UiErrorKind::Unauthenticated => view! {
            <ButtonLink href="/login" external=true look=Look::Primary>
                "Sign in"
            </ButtonLink>
        }
        .into_any(),
        UiErrorKind::NotFound | UiErrorKind::Forbidden => {
            view! { <ButtonLink href="/">"To the dashboard"</ButtonLink> }.into_any()
        }
        _ => view! {
            <ButtonLink href="" external=true>
                "Try again"
            </ButtonLink>
            <ButtonLink href="/" look=Look::Quiet>
                "To the dashboard"
            </ButtonLink>
        }
        .into_any(),
    };
    view! {
        <Title text=document_title(title) />
        <section class="error-page">
            <Icon name=icon />
            <h1 tabindex="-1">{title}</h1>
            <p>{prose(&words)}</p>
            <div class="error-page__actions">{way_on}</div>
            {error
                .request_id
                .map(|id| {
                    view! {
                        <p class="faint">
                            "Request "
                            <code class="code">{id}</code>
                        </p>
                    }
                        .into_any()
                })}
        </section>
    }
    .into_any()
}
