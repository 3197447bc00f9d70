//! Long polls: `?wait=30`.

use std::time::Duration;

use serde::Deserialize;
use utoipa::IntoParams;

/// The longest wait of one request, in seconds.
const MAX_SECONDS: u32 = 60;

/// How long to wait.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WaitQuery {
    /// Waits up to this many seconds, at most 60, until nothing is being worked on any more: it has
    /// ended, or it waits for a decision.
    #[serde(default)]
    wait: u32,
}

impl WaitQuery {
    /// The time to wait, within bounds; `None` for an answer at once.
    pub(super) fn time(&self) -> Option<Duration> {
        (self.wait > 0).then(|| Duration::from_secs(u64::from(self.wait.min(MAX_SECONDS))))
    }
}
