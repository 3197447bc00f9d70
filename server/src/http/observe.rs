//! One log line and one measurement a request. Neither holds a query, a body or a secret.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;
use tracing::{Instrument, field};

use super::request::RequestFacts;

/// Middleware: logs and measures.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let facts = request.extensions().get::<RequestFacts>().cloned();
    let method = request.method().clone();
    // The pattern, not the path: paths can hold secrets (`/invite/{secret}`), and a metric label
    // must not have as many values as there are runs.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!(
        "request",
        request.id = facts.as_ref().map(|facts| facts.id.as_str()),
        user.id = field::Empty,
    );
    let path = loggable(request.uri().path());
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let taken = started.elapsed();
    metrics::counter!("http_requests_total",
        "method" => label(&method), "route" => route.clone(), "status" => status.to_string())
    .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => route.clone())
        .record(taken.as_secs_f64());
    let _entered = span.enter();
    let address = facts.as_ref().and_then(|facts| facts.address.as_deref());
    let duration_ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX);
    if is_probe(&path) {
        tracing::debug!(%method, path, route, status, duration_ms, client.address = address, "request");
    } else {
        tracing::info!(%method, path, route, status, duration_ms, client.address = address, "request");
    }
    response
}

/// The method as a label: of those that somebody made up there is no end.
fn label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Health checks and scrapes come every few seconds and say nothing.
fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/metrics")
}

/// The path without what is secret in it, and short enough for a line.
fn loggable(path: &str) -> String {
    if path.starts_with("/invite/") {
        return "/invite/…".to_owned();
    }
    path.chars().filter(|c| !c.is_control()).take(256).collect()
}

/// Notes on the request's log lines who it was.
pub fn seen(user: domain::UserId) {
    tracing::Span::current().record("user.id", field::display(user));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_not_written_into_the_log() {
        assert_eq!(loggable("/invite/s3cret"), "/invite/…");
        assert_eq!(loggable("/orgs/acme"), "/orgs/acme");
    }
}
