//! The time and the chance of an evaluation, for built-ins whose answer depends on them.
//!
//! Both are those of the run that is evaluated, so that the same check has the same answer whenever
//! it is evaluated again. Where nobody names a run (unit tests, a document of one's own) the time is
//! the machine's and the chance always the same.

use std::cell::Cell;

use super::call_by_name;

/// When an evaluation happens, and what its random values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Nanoseconds since 1970.
    pub(crate) nanoseconds: i64,
    /// Any bytes.
    pub(crate) seed: [u8; 32],
}

impl Moment {
    /// The machine's time, which the engine's own built-in asks for.
    pub(crate) fn here() -> Self {
        let now = call_by_name("time.now_ns", &[]);
        let nanoseconds = now.ok().and_then(|now| now.as_i64().ok());
        Self {
            nanoseconds: nanoseconds.unwrap_or_default(),
            seed: [0; 32],
        }
    }
}

thread_local! {
    static MOMENT: Cell<Option<Moment>> = const { Cell::new(None) };
}

/// Sets when everything on this thread happens from now on.
pub(crate) fn set(moment: Moment) {
    MOMENT.set(Some(moment));
}

/// When the evaluation on this thread happens.
pub(super) fn moment() -> Moment {
    MOMENT.get().unwrap_or_else(Moment::here)
}

/// The time of the evaluation in nanoseconds since 1970.
pub(super) fn now() -> i64 {
    moment().nanoseconds
}
