//! What a check's results add up to.

use serde::{Deserialize, Serialize};

use crate::{Level, OrganizationSettings, Outcome, PolicyResult};

/// How many policies of a check ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Counts {
    /// Nothing denied.
    pub passed: u32,
    /// Warnings.
    pub advisory_failed: u32,
    /// Waiting for a decision, or overridden.
    pub soft_failed: u32,
    /// Blocked.
    pub hard_failed: u32,
    /// No answer.
    pub errored: u32,
}

impl Counts {
    /// Counts `outcomes`.
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            let count = match outcome {
                Outcome::Passed => &mut counts.passed,
                Outcome::AdvisoryFailed => &mut counts.advisory_failed,
                Outcome::SoftFailed => &mut counts.soft_failed,
                Outcome::HardFailed => &mut counts.hard_failed,
                Outcome::Errored => &mut counts.errored,
            };
            *count += 1;
        }
        counts
    }

    /// All of them.
    pub const fn total(&self) -> u32 {
        self.passed + self.advisory_failed + self.soft_failed + self.hard_failed + self.errored
    }
}

/// What a check says about its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The run continues.
    Passed,
    /// The run waits for someone to override.
    SoftFailed,
    /// The run is blocked.
    HardFailed,
    /// No answer: the run is blocked and nobody may override.
    Errored,
}

impl Verdict {
    /// Folds the results of a check. Precedence: errored > hard > soft > passed. An errored
    /// advisory policy warns and does not block, unless the organization says so; a check without
    /// any policy passes, unless the organization says otherwise (DESIGN §2).
    pub fn of<'a>(
        results: impl IntoIterator<Item = &'a PolicyResult>,
        settings: &OrganizationSettings,
    ) -> Self {
        Self::fold(
            results
                .into_iter()
                .map(|result| (result.level, result.result)),
            settings,
        )
    }

    /// The same over bare levels and outcomes.
    pub fn fold(
        results: impl IntoIterator<Item = (Level, Outcome)>,
        settings: &OrganizationSettings,
    ) -> Self {
        let mut verdict = None;
        for (level, outcome) in results {
            let one = match outcome {
                Outcome::SoftFailed => Self::SoftFailed,
                Outcome::HardFailed => Self::HardFailed,
                Outcome::Errored if level.is_mandatory() || settings.advisory_errors_block => {
                    Self::Errored
                }
                // What is left warns at most.
                Outcome::Passed | Outcome::AdvisoryFailed | Outcome::Errored => Self::Passed,
            };
            verdict = verdict.max(Some(one));
        }
        match verdict {
            Some(verdict) => verdict,
            None if settings.empty_checks_error => Self::Errored,
            None => Self::Passed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settings(advisory_errors_block: bool, empty_checks_error: bool) -> OrganizationSettings {
        OrganizationSettings {
            advisory_errors_block,
            empty_checks_error,
            ..OrganizationSettings::default()
        }
    }

    fn any_result() -> impl Strategy<Value = (Level, Outcome)> {
        use crate::Decision;
        (
            prop::sample::select(Level::ALL.to_vec()),
            prop::sample::select(vec![Decision::Passed, Decision::Failed, Decision::Errored]),
        )
            .prop_map(|(level, decision)| (level, Outcome::of(level, decision)))
    }

    #[test]
    fn no_policy_passes_unless_the_organization_says_otherwise() {
        assert_eq!(Verdict::fold([], &settings(false, false)), Verdict::Passed);
        assert_eq!(Verdict::fold([], &settings(false, true)), Verdict::Errored);
    }

    #[test]
    fn an_errored_advisory_policy_blocks_only_where_the_organization_says_so() {
        let result = [(Level::Advisory, Outcome::Errored)];
        assert_eq!(
            Verdict::fold(result, &settings(false, false)),
            Verdict::Passed
        );
        assert_eq!(
            Verdict::fold(result, &settings(true, false)),
            Verdict::Errored
        );
    }

    #[test]
    fn the_worst_of_each_pair_wins() {
        let rank = [
            ((Level::Advisory, Outcome::Passed), Verdict::Passed),
            ((Level::Advisory, Outcome::AdvisoryFailed), Verdict::Passed),
            ((Level::Advisory, Outcome::Errored), Verdict::Passed),
            (
                (Level::SoftMandatory, Outcome::SoftFailed),
                Verdict::SoftFailed,
            ),
            (
                (Level::HardMandatory, Outcome::HardFailed),
                Verdict::HardFailed,
            ),
            ((Level::SoftMandatory, Outcome::Errored), Verdict::Errored),
        ];
        for (left, (one, expected_one)) in rank.iter().enumerate() {
            for (right, (other, expected_other)) in rank.iter().enumerate() {
                let worst = if left > right {
                    expected_one
                } else {
                    expected_other
                };
                let verdict = Verdict::fold([*one, *other], &settings(false, false));
                assert_eq!(verdict, *worst.max(expected_one).max(expected_other));
            }
        }
    }

    proptest! {
        #[test]
        fn order_does_not_matter(mut results in prop::collection::vec(any_result(), 0..12)) {
            let before = Verdict::fold(results.clone(), &settings(false, false));
            results.reverse();
            prop_assert_eq!(before, Verdict::fold(results, &settings(false, false)));
        }

        #[test]
        fn passed_means_that_no_mandatory_policy_failed_or_errored(
            results in prop::collection::vec(any_result(), 1..12),
        ) {
            let blocked = results
                .iter()
                .any(|(level, outcome)| level.is_mandatory() && *outcome != Outcome::Passed);
            let verdict = Verdict::fold(results, &settings(false, false));
            prop_assert_eq!(verdict == Verdict::Passed, !blocked);
        }

        #[test]
        fn counts_add_up(results in prop::collection::vec(any_result(), 0..40)) {
            let counts = Counts::of(results.iter().map(|(_, outcome)| *outcome));
            prop_assert_eq!(counts.total() as usize, results.len());
        }
    }
}
