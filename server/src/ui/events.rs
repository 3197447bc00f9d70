//! `GET /ui/events/runs/{run}`: hints that a run changed, as server-sent events.
//!
//! An event says that something changed, and the page reads it again; a lost event costs nothing,
//! because a page also reads when its connection opens.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::RunId;
use futures::{Stream, StreamExt as _};
use http::HeaderName;
use http::header::CACHE_CONTROL;
use serde::{Deserialize, Serialize};
use service::Heard;

use super::visitor::Visitor;
use crate::api::v1::Path;
use crate::http::error::ErrorAnswer;
use crate::state::AppState;

/// How often a comment keeps proxies from thinking that nobody is there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a stream lives. The browser connects again: a server that is left by its proxy, or by
/// people who went home, does not hold their streams for ever.
const LIFETIME: Duration = Duration::from_mins(5);

#[derive(Deserialize)]
pub(super) struct RunAddress {
    run: RunId,
}

/// What an event says.
#[derive(Serialize)]
struct Hint {
    id: RunId,
    revision: u32,
}

/// Streams hints until nothing more can happen to the run, the client goes, or the server stops.
pub(super) async fn run_events(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(at): Path<RunAddress>,
) -> Result<Response, ErrorAnswer> {
    let caller = visitor.signed_in()?;
    let heard = state.services.subscribe_run(caller, at.run).await?;
    let shutdown = state.shutdown.clone().cancelled_owned();
    let stop = async {
        tokio::select! {
            () = shutdown => {}
            () = tokio::time::sleep(LIFETIME) => {}
        }
    };
    let events = hints(heard, stop);
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let headers = [
        (CACHE_CONTROL, "no-store"),
        // nginx would hold the stream back until it is worth a buffer.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, sse).into_response())
}

/// The events. An open stream would keep the server from stopping, so it ends with `stop`; then
/// without `done`, as where it breaks off, and the browser connects again, to this node or another.
fn hints(
    heard: impl Stream<Item = Heard> + Send + 'static,
    stop: impl Future<Output = ()> + Send + 'static,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static {
    let events = heard.map(|heard| {
        let event = match heard {
            Heard::Changed(event) => {
                let hint = Hint {
                    id: event.run_id,
                    revision: event.revision,
                };
                Event::default().event("run").json_data(hint)
            }
            Heard::Over => Ok(Event::default().event("done").data("{}")),
        };
        Ok(event.unwrap_or_default())
    });
    events.take_until(stop)
}
