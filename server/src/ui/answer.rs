//! How a posted form is answered: a browser is sent on, a script gets JSON.

use axum::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::http::error::ErrorAnswer;
use crate::state::AppState;

/// Whether a script asks, not a browser.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"))
}

/// Marks the redirect of a form that was refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refused;

/// Where to go on.
#[derive(Debug, Serialize)]
struct GoOn<'a> {
    location: &'a str,
}

/// It happened: on to `location`.
pub(super) fn done(headers: &HeaderMap, jar: CookieJar, location: &str) -> Response {
    if wants_json(headers) {
        let body = serde_json::to_vec(&GoOn { location }).unwrap_or_default();
        let json = [(CONTENT_TYPE, "application/json")];
        return (StatusCode::OK, json, jar, body).into_response();
    }
    (jar, Redirect::to(location)).into_response()
}

/// It did not: back to the form at `location`, with the sentence that says why.
pub(super) fn refused(
    state: &AppState,
    headers: &HeaderMap,
    jar: CookieJar,
    location: &str,
    error: ErrorAnswer,
) -> Response {
    if wants_json(headers) {
        return error.into_response();
    }
    error.log("form");
    let flash = format!("error:{}", error.message());
    (
        state.cookies().with_flash(jar, &flash),
        Extension(Refused),
        Redirect::to(location),
    )
        .into_response()
}
