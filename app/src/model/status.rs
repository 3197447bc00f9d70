//! What statuses look like: a tone, an icon and a word for each.

use domain::{Check, CheckStatus, Counts, Level, Outcome, Run, RunStatus};

use super::{Tone, count};

/// How a status is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its tone.
    pub tone: Tone,
    /// Its icon.
    pub icon: &'static str,
    /// Its word.
    pub word: String,
}

impl Look {
    fn new(tone: Tone, icon: &'static str, word: impl Into<String>) -> Self {
        Self {
            tone,
            icon,
            word: word.into(),
        }
    }
}

/// How a check is shown in a list.
pub fn check_look(check: &Check) -> Look {
    match check.status {
        CheckStatus::Pending => Look::new(Tone::Quiet, "pending", "Waits for its plan"),
        CheckStatus::Queued => Look::new(Tone::Run, "running", "Queued"),
        CheckStatus::Running => Look::new(Tone::Run, "running", "Checking"),
        CheckStatus::Passed => passed_look(check.counts),
        CheckStatus::SoftFailed => Look::new(Tone::Ask, "decision", "Needs a decision"),
        CheckStatus::HardFailed => Look::new(Tone::Bad, "failed", "Blocked"),
        CheckStatus::Overridden => Look::new(
            Tone::Warn,
            "overridden",
            check.overrides.last().map_or_else(
                || "Overridden".to_owned(),
                |one| format!("Overridden by {}", one.by),
            ),
        ),
        CheckStatus::Errored => Look::new(Tone::Bad, "errored", "Errored"),
        CheckStatus::Canceled => Look::new(Tone::Quiet, "canceled", "Canceled"),
        CheckStatus::Unreachable => Look::new(Tone::Bad, "unreachable", "Unreachable"),
    }
}

fn passed_look(counts: Counts) -> Look {
    let warnings = counts.advisory_failed + counts.errored;
    if counts.total() == 0 {
        Look::new(Tone::Quiet, "passed", "Passed, 0 policies")
    } else if warnings == 0 {
        Look::new(Tone::Ok, "passed", "Passed")
    } else {
        let warnings = count(warnings, "warning", "warnings");
        Look::new(Tone::Ok, "passed", format!("Passed, {warnings}"))
    }
}

/// How a run is shown in a list: what its check says, until someone or something ended it.
pub fn run_look(run: &Run) -> Look {
    match run.status {
        RunStatus::Pending => Look::new(Tone::Quiet, "pending", "Waits for its configuration"),
        RunStatus::Planning => Look::new(Tone::Run, "running", "Planning"),
        RunStatus::Confirmed => Look::new(Tone::Ok, "check", "Confirmed"),
        RunStatus::Discarded => Look::new(Tone::Quiet, "discarded", "Discarded"),
        RunStatus::Canceled => Look::new(Tone::Quiet, "canceled", "Canceled"),
        RunStatus::Checking
        | RunStatus::NeedsDecision
        | RunStatus::Checked
        | RunStatus::Errored => match (run.checks.last(), run.status) {
            (Some(check), _) => check_look(check),
            (None, RunStatus::NeedsDecision) => {
                Look::new(Tone::Ask, "decision", "Needs a decision")
            }
            (None, RunStatus::Checked) => Look::new(Tone::Ok, "passed", "Checked"),
            (None, RunStatus::Errored) => Look::new(Tone::Bad, "errored", "Errored"),
            (None, _) => Look::new(Tone::Run, "running", "Checking"),
        },
    }
}

/// How one policy's result is shown.
pub const fn outcome_look(outcome: Outcome) -> (Tone, &'static str, &'static str) {
    match outcome {
        Outcome::Passed => (Tone::Ok, "passed", "passed"),
        Outcome::AdvisoryFailed => (Tone::Warn, "warning", "warning"),
        Outcome::SoftFailed | Outcome::HardFailed => (Tone::Bad, "failed", "failed"),
        Outcome::Errored => (Tone::Bad, "errored", "errored"),
    }
}

/// The tone of a level: who would have to act on a failure.
pub const fn level_tone(level: Level) -> Tone {
    match level {
        Level::Advisory => Tone::Warn,
        Level::SoftMandatory => Tone::Ask,
        Level::HardMandatory => Tone::Bad,
    }
}

/// What failed in a check, in short, for a column of a list: "1 hard, 2 soft"; `None` when
/// nothing did.
pub fn failures(counts: Counts) -> Option<String> {
    let parts: Vec<String> = [
        (counts.hard_failed, "hard"),
        (counts.soft_failed, "soft"),
        (counts.errored, "errored"),
        (counts.advisory_failed, "advisory"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{number} {word}"))
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_check_status_has_a_word_and_only_waiting_ones_ask() {
        for status in CheckStatus::ALL {
            let look = check_look(&samples::check(status));
            assert!(!look.word.is_empty());
            assert_eq!(look.tone == Tone::Ask, status == CheckStatus::SoftFailed);
        }
    }

    #[test]
    fn a_pass_without_any_policy_does_not_look_like_a_pass() {
        let mut check = samples::check(CheckStatus::Passed);
        check.counts = Counts::default();
        let look = check_look(&check);
        assert_eq!(
            (look.tone, look.word.as_str()),
            (Tone::Quiet, "Passed, 0 policies")
        );
    }

    #[test]
    fn warnings_are_counted_in_a_pass() {
        let mut check = samples::check(CheckStatus::Passed);
        check.counts = Counts {
            passed: 3,
            advisory_failed: 1,
            errored: 1,
            ..Counts::default()
        };
        assert_eq!(check_look(&check).word, "Passed, 2 warnings");
    }

    #[test]
    fn an_ended_run_says_how_it_ended_whatever_its_check_said() {
        let mut run = samples::run(CheckStatus::SoftFailed);
        assert_eq!(run_look(&run).word, "Needs a decision");
        run.status = RunStatus::Discarded;
        assert_eq!(run_look(&run).word, "Discarded");
    }

    #[test]
    fn failures_are_named_worst_first() {
        let counts = Counts {
            passed: 9,
            advisory_failed: 1,
            soft_failed: 2,
            hard_failed: 1,
            errored: 0,
        };
        assert_eq!(
            failures(counts).as_deref(),
            Some("1 hard, 2 soft, 1 advisory")
        );
        assert_eq!(
            failures(Counts {
                passed: 3,
                ..Counts::default()
            }),
            None
        );
    }
}
