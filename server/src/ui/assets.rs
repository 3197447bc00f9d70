//! Static files: scripts, WebAssembly, style sheet, icons.

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;

use crate::state::AppState;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/pkg/{*name}", get(asset))
        .route("/static/{*name}", get(asset))
        .route("/favicon.svg", get(favicon))
        .route("/favicon.ico", get(favicon))
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nDisallow: /\n" }),
        )
}

async fn asset(State(state): State<AppState>, request: Request) -> Response {
    let version = request
        .uri()
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("v=")));
    answer(&state, request.uri().path(), version, &request)
}

/// Browsers ask for it whatever the page says.
async fn favicon(State(state): State<AppState>, request: Request) -> Response {
    answer(&state, "/static/favicon.svg", None, &request)
}

fn answer(state: &AppState, path: &str, version: Option<&str>, request: &Request) -> Response {
    state
        .assets
        .answer(path, version, request.headers())
        .unwrap_or_else(|| (StatusCode::NOT_FOUND, "there is no such file\n").into_response())
}
