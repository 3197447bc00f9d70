//! What machines ask: is it alive, can it serve, how much does it do.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::state::AppState;

/// `/healthz`, `/readyz`, `/metrics`. They need no sign-in and show no names.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

/// What `/readyz` says.
#[derive(Debug, Serialize)]
struct Readiness {
    status: &'static str,
    database: String,
    blobs: String,
    sandbox: String,
    /// Protections of the sandbox that this machine does not give.
    missing_protections: Vec<String>,
}

/// Whether this node can serve: 200, or 503 and which part cannot.
async fn readyz(State(state): State<AppState>) -> Response {
    let is_stopping = state.shutdown.is_cancelled();
    let health = state.services.health().await;
    let is_ready = health.is_ready() && !is_stopping;
    let word = |part: Result<(), String>| part.err().unwrap_or_else(|| "ok".to_owned());
    let readiness = Readiness {
        status: match (is_ready, is_stopping) {
            (true, _) => "ready",
            (false, true) => "stopping",
            (false, false) => "not ready",
        },
        database: word(health.database),
        blobs: word(health.blobs),
        sandbox: word(health.sandbox),
        missing_protections: health.missing_protections,
    };
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = serde_json::to_vec(&readiness).unwrap_or_default();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}

/// Prometheus' text format.
async fn metrics(State(state): State<AppState>) -> Response {
    match state.services.queue_depth().await {
        Ok(depth) => {
            for (status, count) in [
                ("pending", depth.pending),
                ("queued", depth.queued),
                ("running", depth.running),
            ] {
                metrics::gauge!("checks_waiting", "status" => status).set(to_f64(count));
            }
            let oldest = depth
                .oldest_queued_at
                .map_or(0.0, |since| state.clock.now().since(since).as_secs_f64());
            metrics::gauge!("checks_oldest_queued_seconds").set(oldest);
        }
        // The other numbers are still worth something.
        Err(error) => tracing::warn!("the queue's depth is not known: {error}"),
    }
    state.metrics.run_upkeep();
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4")],
        state.metrics.render(),
    )
        .into_response()
}

/// A count as the metrics library wants it; exact up to 2^32, and a queue is shorter.
fn to_f64(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
