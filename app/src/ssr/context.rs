//! What the server hands to each request, and how server functions reach it.

use std::str::FromStr;

use domain::{Name, Viewer};
use leptos::prelude::*;
use service::{Caller, Services};

use crate::error::{UiError, UiErrorKind};
use crate::frame::{Flash, FrameData, Theme};

/// What `server` provides, in Leptos context, to page renders and server functions alike.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Who asks; `None` on the pages that need nobody.
    pub caller: Option<Caller>,
    /// Which request it is.
    pub request: service::RequestInfo,
    /// The theme of the `theme` cookie.
    pub theme: Theme,
    /// The text of the `flash` cookie, `ok:` or `error:` in front.
    pub flash: Option<String>,
    /// Where the server is reached from outside, without a slash at the end.
    pub base_url: String,
}

/// The address of the style sheet, hash included.
#[derive(Debug, Clone)]
pub struct StylesheetHref(pub String);

/// The use cases and who asks for them; an error when nobody is signed in.
pub(crate) async fn current() -> Result<(Services, Caller), UiError> {
    let context = use_context::<RequestContext>();
    let caller = context.as_ref().and_then(|context| context.caller.clone());
    match (use_context::<Services>(), caller) {
        (Some(services), Some(caller)) => Ok((services, caller)),
        (Some(_), None) => Err(super::error::with_status(UiError {
            kind: UiErrorKind::Unauthenticated,
            code: "unauthenticated".to_owned(),
            message: "sign in to see this".to_owned(),
            pointer: None,
            request_id: context.map(|context| context.request.request_id),
        })),
        (None, _) => Err(super::error::with_status(UiError {
            kind: UiErrorKind::Internal,
            code: "internal".to_owned(),
            message: "the server is not ready".to_owned(),
            pointer: None,
            request_id: None,
        })),
    }
}

/// The frame's data for `viewer`.
pub(crate) fn frame(viewer: Viewer) -> FrameData {
    let context = use_context::<RequestContext>();
    FrameData {
        viewer,
        theme: context
            .as_ref()
            .map(|context| context.theme)
            .unwrap_or_default(),
        flash: context
            .as_ref()
            .and_then(|context| context.flash.as_deref())
            .and_then(Flash::parse),
        base_url: context.map(|context| context.base_url).unwrap_or_default(),
    }
}

/// A name from an address; one that cannot exist is not found.
pub(crate) fn name(text: &str) -> Result<Name, UiError> {
    text.parse()
        .map_err(|_| super::error::with_status(UiError::not_found("there is nothing of that name")))
}

/// A name that may be absent.
pub(crate) fn optional_name(text: Option<&str>) -> Result<Option<Name>, UiError> {
    text.filter(|text| !text.is_empty()).map(name).transpose()
}

/// An id from an address; one that cannot exist is not found.
pub(crate) fn parse_id<T: FromStr>(text: &str) -> Result<T, UiError> {
    text.parse()
        .map_err(|_| super::error::with_status(UiError::not_found("there is nothing of that id")))
}

/// Sends the browser on, after something was done: `path` is one of `model::Paths`.
pub(crate) fn redirect(path: &str) {
    // `leptos_axum::redirect` panics on what is no header value; our paths are encoded, and a bad
    // one must not be able to.
    if path.starts_with('/') && path.bytes().all(|byte| (0x21..0x7f).contains(&byte)) {
        leptos_axum::redirect(path);
    }
}

/// Gives the response to a page that does not exist its status.
pub(crate) fn not_found() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}
