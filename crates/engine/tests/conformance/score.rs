//! How many cases are as OPA has them.

use std::fmt;

use crate::case::Case;
use crate::outcome::Outcome;

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    same: usize,
    of: usize,
}

/// The score of a run.
#[derive(Debug, Default)]
pub(crate) struct Score {
    v0: Tally,
    v1: Tally,
    experimental: Tally,
    pub(crate) wrong: usize,
}

impl Score {
    /// Counts.
    pub(crate) fn of(outcomes: &[(Case, Outcome)]) -> Self {
        let mut score = Self::default();
        for (case, outcome) in outcomes {
            let tally = if case.is_experimental() {
                &mut score.experimental
            } else if case.version() == "v0" {
                &mut score.v0
            } else {
                &mut score.v1
            };
            tally.of += 1;
            tally.same += usize::from(*outcome == Outcome::Same);
            score.wrong += usize::from(matches!(outcome, Outcome::Wrong(_) | Outcome::Rounded(_)));
        }
        score
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            v0,
            v1,
            experimental,
            wrong,
        } = self;
        writeln!(
            f,
            "experimental keywords, not counted: {} of {}",
            experimental.same, experimental.of
        )?;
        writeln!(f, "wrong values: {wrong}")?;
        write!(
            f,
            "opa conformance v0: {} of {}, v1: {} of {}",
            v0.same, v0.of, v1.same, v1.of
        )
    }
}
