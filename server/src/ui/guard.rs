//! Which pages and server functions somebody may ask for who is not signed in: by default none.

use app::{UiError, UiErrorKind};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{Method, StatusCode, Uri};
use service::Caller;

use super::next;
use super::visitor::Visitor;
use crate::http::error::ErrorAnswer;
use crate::http::panic::wants_html;
use crate::state::AppState;

/// The server functions that need nobody: what the entrance pages ask. A test calls all others
/// anonymously.
pub const OPEN_SERVER_FUNCTIONS: [&str; 2] = ["/ui/sessions/notice", "/ui/members/invitation"];

/// Middleware over pages and server functions: sends people to where they sign in, and takes the
/// flash cookie away from who has seen it.
pub(super) async fn admit(
    State(state): State<AppState>,
    jar: CookieJar,
    request: Request,
    next: Next,
) -> Response {
    let Some(visitor) = request.extensions().get::<Visitor>().cloned() else {
        return ErrorAnswer::internal("a page without a visitor").into_response();
    };
    let uri = request.uri().clone();
    let path = uri.path();
    if path.starts_with("/ui/") {
        return if visitor.caller.is_some() || OPEN_SERVER_FUNCTIONS.contains(&path) {
            next.run(request).await
        } else {
            refuse(&request, &visitor)
        };
    }
    let redirect = match elsewhere(&state, &visitor, &uri).await {
        Ok(redirect) => redirect,
        Err(error) => return ErrorAnswer::from(error).into_document(&visitor.request.request_id),
    };
    if let Some(redirect) = redirect {
        return redirect.into_response();
    }
    let is_read = visitor.flash.is_some() && request.method() == Method::GET;
    let response = next.run(request).await;
    // A page that leaves a sentence itself keeps it.
    let leaves_one = response
        .headers()
        .get_all(SET_COOKIE)
        .iter()
        .any(|cookie| cookie.as_bytes().starts_with(b"flash="));
    if is_read && !leaves_one {
        return (state.cookies().without_flash(jar), response).into_response();
    }
    response
}

/// Where this visitor is to go instead, if anywhere.
async fn elsewhere(
    state: &AppState,
    visitor: &Visitor,
    uri: &Uri,
) -> Result<Option<Redirect>, service::Error> {
    let path = uri.path();
    if let Some(caller) = &visitor.caller {
        return Ok(match path {
            "/login" | "/setup" => Some(Redirect::to(&next::of_query(uri.query()))),
            "/" => Some(Redirect::to(&home(state, caller).await?)),
            _ => None,
        });
    }
    if state.needs_setup().await? {
        return Ok((path != "/setup").then(|| Redirect::to("/setup")));
    }
    if path == "/login" || path.starts_with("/invite/") {
        return Ok(None);
    }
    if path == "/setup" {
        return Ok(Some(Redirect::to("/login")));
    }
    let wanted = uri
        .path_and_query()
        .map_or(path, http::uri::PathAndQuery::as_str);
    Ok(Some(Redirect::to(&next::login(wanted))))
}

/// Where somebody starts: their first organization, or the list of them when there is none.
async fn home(state: &AppState, caller: &Caller) -> Result<String, service::Error> {
    let organizations = state.services.list_organizations(caller).await?;
    Ok(organizations.first().map_or_else(
        || "/orgs".to_owned(),
        |first| format!("/orgs/{}", first.name),
    ))
}

/// What a server function answers somebody who is not signed in.
fn refuse(request: &Request, visitor: &Visitor) -> Response {
    if wants_html(request.headers()) {
        return Redirect::to("/login").into_response();
    }
    let error = UiError {
        kind: UiErrorKind::Unauthenticated,
        code: "unauthenticated".to_owned(),
        message: "sign in to go on".to_owned(),
        pointer: None,
        request_id: Some(visitor.request.request_id.clone()),
    };
    let body = serde_json::to_vec(&error).unwrap_or_default();
    (
        StatusCode::UNAUTHORIZED,
        [(CONTENT_TYPE, "application/json")],
        body,
    )
        .into_response()
}
