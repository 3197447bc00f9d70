//! A panic costs one request, never the server, and tells the client nothing but the request's id.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures::FutureExt;
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};

use super::error::ErrorAnswer;
use super::request::RequestFacts;

/// Middleware: answers 500 when a handler panics. The panic itself was logged by [`log_panics`].
pub async fn catch(request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestFacts>()
        .map(|facts| facts.id.clone())
        .unwrap_or_default();
    let wants_page = wants_html(request.headers());
    // A handler shares nothing mutable with the next request but what locks guard themselves.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) if wants_page => page(&id),
        Err(_) => ErrorAnswer::internal("the handler panicked").into_document(&id),
    }
}

/// Whether a browser asks for a page, not a script for data.
pub fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn page(id: &str) -> Response {
    // `id` is ours: letters, digits and a dash.
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Something went \
         wrong · Portcullis</title></head><body><main><h1>Something went wrong</h1><p>It is the \
         server's fault, and nothing half-done was kept. Its operator finds it in the log as \
         <code>{id}</code>.</p><p><a href=\"/\">Back to the start</a></p></main></body></html>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, Html(html)).into_response()
}

/// Sends panics to the log instead of raw text to standard error.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|info| {
        let message = info
            .payload()
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| info.payload().downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without a message".to_owned());
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = place, "panic: {message}");
    }));
}
