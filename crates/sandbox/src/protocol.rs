//! What parent and child say to each other, in order: `Start`, `Ready`, then jobs one at a time.
//!
//! The parent decides what a child keeps: it names the slot that a set is loaded into, so there is
//! never a question whether the child has it.

use std::time::Duration;

use domain::{Problem, RunDocument, TestReport};
use engine::{Ingested, ManifestPolicy, PolicyEvaluation, SetOptions, TestOptions};
use serde::{Deserialize, Serialize};

use crate::Protection;

/// The largest answer that a parent reads.
pub(crate) const MAX_REPLY: u64 = 32 << 20;

/// Bytes of messages and of prints that one policy may give.
pub(crate) const OUTPUT_BYTES: usize = 1 << 20;
pub(crate) const PRINT_BYTES: usize = 64 << 10;

/// A body of more bytes than this is large: its buffer is kept for another large one at most, and after an
/// evaluation of it the child says when it has dropped what it made of it.
pub(crate) const LARGE_BODY: usize = 4 << 20;

/// From the parent. The body of the frame, where there is one, is named in each case.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// The first frame. No body.
    Start { memory_mb: u64 },
    /// Compiles a set into a slot, in place of what was there. Body: the bundle.
    Load {
        slot: u32,
        options: SetOptions,
        left_ms: u64,
    },
    /// Evaluates policies. Body: the plan, or the whole input when there is no run.
    Evaluate {
        run: Option<Box<RunDocument>>,
        /// Slot and index of each policy.
        work: Vec<(u32, u32)>,
        left_ms: u64,
        /// What the whole check may take, as configured.
        wall_ms: u64,
    },
    /// Reads and compiles an upload. Body: the bundle.
    Ingest { options: SetOptions, left_ms: u64 },
    /// Runs tests. Body: the files, one after another.
    Test {
        files: Vec<(String, u64)>,
        options: TestOptions,
        left_ms: u64,
    },
    /// Gives what was freed back to the machine at once. No body.
    GiveBack,
    /// Tries what must be impossible. No body.
    Probe,
}

/// From the child.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// To `Start`: everything is locked, and this is what holds.
    Ready {
        engine: String,
        protections: Vec<Protection>,
    },
    /// To `Load`.
    Loaded { policies: Vec<ManifestPolicy> },
    /// To `Load`.
    Refused { problems: Vec<Problem> },
    /// To `Evaluate`, before its first policy.
    Parsed,
    /// To `Evaluate`, and its last.
    BadPlan { message: String },
    /// To `Evaluate`, one for each policy, in order.
    Evaluated {
        index: u32,
        evaluation: PolicyEvaluation,
        spoiled: bool,
    },
    /// To `Evaluate` with a large body, behind all other answers: what was parsed is gone. To
    /// `GiveBack`: so is its memory.
    Rested,
    /// To `Ingest`.
    Ingested(Ingested),
    /// To `Test`.
    Tested(TestReport),
    /// To `Probe`.
    Probed(Vec<Protection>),
    /// To anything but `Evaluate`: the engine panicked.
    Panicked { message: String },
}

impl Reply {
    /// What it is, for the message when another one was due.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "ready",
            Self::Loaded { .. } => "loaded",
            Self::Refused { .. } => "refused",
            Self::Parsed => "parsed",
            Self::BadPlan { .. } => "bad plan",
            Self::Evaluated { .. } => "evaluated",
            Self::Rested => "rested",
            Self::Ingested(_) => "ingested",
            Self::Tested(_) => "tested",
            Self::Probed(_) => "probed",
            Self::Panicked { .. } => "panicked",
        }
    }
}

/// What one policy may take of the time that is left of its check: half of it, and all of it when
/// no other policy waits. So a policy that never ends takes its own answer and no other one's.
pub(crate) fn share(left: Duration, last: bool) -> Duration {
    if last { left } else { left / 2 }
}

/// When the engine itself should stop a policy: a little before the parent would have to.
pub(crate) fn timer(left: Duration, last: bool) -> Duration {
    (share(left, last) * 9 / 10).max(Duration::from_millis(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_that_never_end_leave_time_for_the_others() {
        let mut left = Duration::from_secs(10);
        for _ in 0..5 {
            left -= share(left, false);
        }
        assert!(left > Duration::from_millis(300), "{left:?}");
        assert_eq!(share(left, true), left);
    }

    #[test]
    fn the_engine_stops_a_policy_before_the_parent_does() {
        for last in [false, true] {
            let left = Duration::from_secs(10);
            assert!(timer(left, last) < share(left, last));
        }
        assert_eq!(timer(Duration::ZERO, true), Duration::from_millis(1));
    }
}
