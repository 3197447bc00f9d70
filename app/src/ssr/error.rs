//! How a service error becomes a page's: kind by kind, and the response's status with it.

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::Kind;

use crate::error::{UiError, UiErrorKind};

use super::RequestContext;

impl From<service::Error> for UiError {
    fn from(error: service::Error) -> Self {
        with_status(Self {
            kind: kind(error.kind()),
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            pointer: error.pointer().map(str::to_owned),
            request_id: use_context::<RequestContext>().map(|context| context.request.request_id),
        })
    }
}

const fn kind(kind: Kind) -> UiErrorKind {
    match kind {
        Kind::Unauthenticated => UiErrorKind::Unauthenticated,
        Kind::Forbidden => UiErrorKind::Forbidden,
        Kind::NotFound => UiErrorKind::NotFound,
        Kind::Conflict => UiErrorKind::Conflict,
        Kind::TooLarge => UiErrorKind::TooLarge,
        Kind::Invalid => UiErrorKind::Invalid,
        Kind::TooMany => UiErrorKind::TooMany,
        Kind::Unavailable => UiErrorKind::Unavailable,
        Kind::Internal => UiErrorKind::Internal,
    }
}

/// Gives the response the error's status: the one helper that does (leptos 0.8 answers 500 to
/// every error otherwise).
pub(super) fn with_status(error: UiError) -> UiError {
    let status = match error.kind {
        UiErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
        UiErrorKind::Forbidden => StatusCode::FORBIDDEN,
        UiErrorKind::NotFound => StatusCode::NOT_FOUND,
        UiErrorKind::Conflict => StatusCode::CONFLICT,
        UiErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UiErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        UiErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        UiErrorKind::Unavailable | UiErrorKind::Offline => StatusCode::SERVICE_UNAVAILABLE,
        UiErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    // A form without JavaScript is answered with a redirect back to its page; this status would
    // take the redirect's place.
    if !super::form::is_plain_form()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(status);
    }
    error
}
