//! What was typed into a form that is refused, for the page that shows the form again.
//!
//! Without JavaScript a refused form is a redirect back to its page, and what was typed would be gone.
//! A cookie carries it over: not the address, which ends in histories and logs.

use app::ReturnedForm;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Method};

use super::answer::{Refused, wants_json};
use crate::http::cookies::Cookies;

/// Browsers keep about 4,096 bytes a cookie, and proxies as much of all headers of an answer; base64
/// makes four of three.
const LARGEST: usize = 1_500;

/// Fields that are not to come back.
const SECRET: [&str; 6] = ["password", "current", "new", "repeated", "secret", "code"];

/// Middleware over everything that forms post to.
pub(super) async fn remember(
    State(cookies): State<Cookies>,
    jar: CookieJar,
    request: Request,
    next: Next,
) -> Response {
    if !is_plain_form(&request) {
        return next.run(request).await;
    }
    if !is_small(&request) {
        // What was kept of an earlier try is not what was typed now.
        let response = next.run(request).await;
        return (cookies.without_returned_form(jar), response).into_response();
    }
    let action = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        // Its length was told and is within the limit, so the connection broke.
        return http::StatusCode::BAD_REQUEST.into_response();
    };
    let fields = form_urlencoded::parse(&body)
        .filter(|(name, _)| !SECRET.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let request = Request::from_parts(parts, Body::from(body));
    let response = next.run(request).await;
    if is_refusal(&response) {
        let form = ReturnedForm { action, fields };
        (cookies.with_returned_form(jar, &form), response).into_response()
    } else {
        (cookies.without_returned_form(jar), response).into_response()
    }
}

fn is_plain_form(request: &Request) -> bool {
    request.method() == Method::POST
        && !wants_json(request.headers())
        && header(request.headers(), &CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
}

fn is_small(request: &Request) -> bool {
    header(request.headers(), &CONTENT_LENGTH)
        .parse::<usize>()
        .is_ok_and(|length| length <= LARGEST)
}

/// Whether the browser is sent back to the form.
fn is_refusal(response: &Response) -> bool {
    response.extensions().get::<Refused>().is_some()
        || (response.status().is_redirection()
            && header(response.headers(), &LOCATION).contains("__err="))
}

fn header<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
