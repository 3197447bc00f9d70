//! How long ago something was.

use std::time::Duration;

use domain::Timestamp;
use leptos::prelude::*;

use crate::model;

/// Seconds since the page came alive in the browser; stays 0 on the server.
#[derive(Clone, Copy)]
struct Elapsed(RwSignal<u32>);

const TICK: Duration = Duration::from_secs(15);

/// Starts the one timer that keeps every relative time of the app fresh. Called by `App`.
pub(crate) fn provide_elapsed() {
    let elapsed = RwSignal::new(0u32);
    provide_context(Elapsed(elapsed));
    Effect::new(move || {
        let _ = set_interval_with_handle(move || elapsed.update(|seconds| *seconds += 15), TICK);
    });
}

/// "3 min ago", counted from the server's `now`, so that server and browser agree; the exact time
/// is in the title.
#[component]
pub(crate) fn RelativeTime(
    /// The moment.
    at: Timestamp,
    /// The server's time when the data was fetched.
    now: Timestamp,
) -> impl IntoView {
    let elapsed = use_context::<Elapsed>();
    let begun = elapsed.map_or(0, |elapsed| elapsed.0.get_untracked());
    let text = move || {
        let since = elapsed.map_or(0, |elapsed| elapsed.0.get().saturating_sub(begun));
        model::relative_time(at, now.plus(Duration::from_secs(since.into())))
    };
    view! {
        <time class="num" datetime=at.to_string() title=model::exact_time(at)>
            {text}
        </time>
    }
}
