//! No request may take for ever.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::error::ErrorAnswer;

/// How long a request may take when its route says nothing else. Longer than the longest
/// `?wait=`, which is 60 s.
pub const DEFAULT: Duration = Duration::from_secs(75);

/// How long a request with a large body may take: 64 MiB over a slow line.
pub const UPLOAD: Duration = Duration::from_mins(5);

/// Middleware: gives up after the time in its state.
pub async fn within(State(time): State<Duration>, request: Request, next: Next) -> Response {
    tokio::time::timeout(time, next.run(request))
        .await
        .unwrap_or_else(|_| {
            ErrorAnswer::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "timeout",
                "this took too long and was given up; try again",
            )
            .retry_after(5)
            .into_response()
        })
}
