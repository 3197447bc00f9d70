//! Long polls: `?wait=30`.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::number::number;

/// The longest wait of one request, in seconds.
const MAX_SECONDS: u32 = 60;

/// How long to wait.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WaitQuery {
    /// Waits up to this many seconds, at most 60, until nothing is being worked on any more: it has
    /// ended, or it waits for a decision.
    #[serde(default, deserialize_with = "seconds")]
    #[param(value_type = u32)]
    wait: Option<u32>,
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    number(deserializer, "wait", "a number of seconds, at most 60")
}

impl WaitQuery {
    /// The time to wait, within bounds; `None` for an answer at once.
    pub(super) fn time(&self) -> Option<Duration> {
        let seconds = self.wait.filter(|seconds| *seconds > 0)?;
        Some(Duration::from_secs(u64::from(seconds.min(MAX_SECONDS))))
    }
}
