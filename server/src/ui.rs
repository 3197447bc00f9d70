//! What the pages need from the server besides their rendering: cookies, uploads, downloads, live
//! events, static files. Everything here works for a browser without JavaScript.

mod answer;
mod assets;
mod download;
mod events;
mod form;
mod forwarding;
mod guard;
pub mod next;
mod pages;
mod returned_error;
mod returned_form;
mod session;
mod theme;
mod upload;
mod visitor;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use tower_http::csrf::CsrfLayer;

use crate::http::headers::HeaderPolicy;
use crate::http::{deadline, error, headers};
use crate::state::AppState;

pub use guard::OPEN_SERVER_FUNCTIONS;

/// Everything that knows the session's cookie. Requests that other sites' pages cause are refused
/// here, all methods that can change something.
pub fn router(state: &AppState, policy: HeaderPolicy) -> Router<AppState> {
    let quick = Router::new()
        .route("/session/sign-in", post(session::sign_in))
        .route("/session/sign-out", post(session::sign_out))
        .route("/session/setup", post(session::setup))
        .route("/session/invitation", post(session::accept_invitation))
        .route("/session/theme", post(theme::choose))
        .route("/download/checks/{check}/log", get(download::check_log))
        .route("/download/checks/{check}/input", get(download::policy_input))
        .route("/download/runs/{run}/plan.json", get(download::plan))
        .route(
            "/download/orgs/{organization}/policy-sets/{policy_set}/versions/{number}/bundle.tar.gz",
            get(download::bundle),
        )
        .route("/ui/events/runs/{run}", get(events::run_events))
        .layer(from_fn_with_state(deadline::DEFAULT, deadline::within));
    let uploads = Router::new()
        .route(
            "/upload/orgs/{organization}/policy-sets/{policy_set}/versions",
            post(upload::version),
        )
        .route(
            "/upload/orgs/{organization}/workspaces/{workspace}/runs",
            post(upload::run),
        )
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(from_fn_with_state(deadline::UPLOAD, deadline::within));
    let handlers = quick.merge(uploads).layer(from_fn(error::render));
    let pages = pages::router(state)
        .layer(from_fn_with_state(deadline::DEFAULT, deadline::within))
        .layer(from_fn_with_state(state.clone(), guard::admit))
        .layer(from_fn_with_state(state.cookies(), returned_error::vouch))
        .layer(from_fn_with_state(policy, headers::page_nonce));
    handlers
        .merge(pages)
        .layer(from_fn_with_state(state.cookies(), returned_form::remember))
        .layer(from_fn_with_state(state.clone(), visitor::recognise))
        .layer(csrf(state))
        .layer(from_fn(explain_refusal))
        .route(
            "/app/{organization}/{workspace}",
            get(forwarding::workspace),
        )
        .route(
            "/app/{organization}/{workspace}/runs/{run}",
            get(forwarding::run),
        )
        .merge(assets::router())
}

/// Requests that come from another origin are refused. Behind a proxy that rewrites `Host`, the
/// base URL says which origin is ours.
fn csrf(state: &AppState) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match layer.clone().add_trusted_origin(origin(&state.base_url)) {
        Ok(layer) => layer,
        Err(error) => {
            tracing::warn!("the base URL is no origin that browsers send: {error}");
            layer
        }
    }
}

/// Scheme and authority of a URL.
fn origin(base_url: &str) -> &str {
    let authority = base_url.find("://").map_or(0, |at| at + 3);
    base_url[authority..]
        .find('/')
        .map_or(base_url, |at| &base_url[..authority + at])
}

/// Middleware: gives the refusal of a cross-origin request a body that says so.
async fn explain_refusal(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_refusal = response
        .extensions()
        .get::<tower_http::csrf::ProtectionError>()
        .is_some();
    if is_refusal {
        let text = "This request came from another site's page and was refused. \
                    Go back to Portcullis and try again there.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(
            origin("https://gate.example.com/portcullis"),
            "https://gate.example.com"
        );
        assert_eq!(origin("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
