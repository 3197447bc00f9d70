//! The verdict of a check in one sentence: the first thing on its page.

use domain::{Check, CheckStatus, Counts};

use super::{Tone, count, sentence};

/// The verdict of a check in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictWords {
    /// Its tone.
    pub tone: Tone,
    /// Its icon.
    pub icon: &'static str,
    /// Two or three words.
    pub title: &'static str,
    /// The sentence below.
    pub sentence: String,
    /// What stands before the document's title, so that a tab says it too.
    pub mark: &'static str,
}

/// What the check's page opens with.
pub fn verdict(check: &Check) -> VerdictWords {
    let words = |tone, icon, title, mark, sentence| VerdictWords {
        tone,
        icon,
        title,
        sentence,
        mark,
    };
    let counts = check.counts;
    match check.status {
        CheckStatus::Pending => words(
            Tone::Quiet,
            "pending",
            "Waits for its plan",
            "",
            "The check starts when the run's plan is there.".to_owned(),
        ),
        CheckStatus::Queued => words(
            Tone::Run,
            "running",
            "Queued",
            "",
            "A worker takes this check in a moment.".to_owned(),
        ),
        CheckStatus::Running => words(Tone::Run, "running", "Checking", "", running(check)),
        CheckStatus::Passed if counts.total() == 0 => words(
            Tone::Warn,
            "warning",
            "Passed: nothing was checked",
            "✔ ",
            "0 policies applied to this workspace, so nothing could fail.".to_owned(),
        ),
        CheckStatus::Passed => words(Tone::Ok, "passed", "Passed", "✔ ", passed(check)),
        CheckStatus::SoftFailed => words(
            Tone::Ask,
            "decision",
            "Needs a decision",
            "◆ ",
            format!(
                "{} failed. An approver may let this run continue.",
                count(
                    counts.soft_failed,
                    "soft-mandatory policy",
                    "soft-mandatory policies"
                ),
            ),
        ),
        CheckStatus::HardFailed => words(Tone::Bad, "failed", "Blocked", "✖ ", blocked(counts)),
        CheckStatus::Overridden => words(
            Tone::Warn,
            "overridden",
            "Overridden",
            "✔ ",
            overridden(check),
        ),
        CheckStatus::Errored => words(Tone::Bad, "errored", "No answer", "✖ ", errored(check)),
        CheckStatus::Canceled => words(
            Tone::Quiet,
            "canceled",
            "Canceled",
            "",
            "The run was canceled before this check had an answer.".to_owned(),
        ),
        CheckStatus::Unreachable => words(
            Tone::Bad,
            "unreachable",
            "Unreachable",
            "✖ ",
            check.error.as_deref().map_or_else(
                || {
                    "What should have answered could not be reached, so the run is blocked."
                        .to_owned()
                },
                sentence,
            ),
        ),
    }
}

fn running(check: &Check) -> String {
    match check.policy_total {
        Some(total) if check.policy_done > 0 => {
            let total = count(total, "policy", "policies");
            format!("{} of {total} evaluated.", check.policy_done)
        }
        Some(total) => format!("{} being evaluated.", are(total, "policy", "policies")),
        None => "The policies that apply are being evaluated.".to_owned(),
    }
}

fn are(number: u32, one: &str, many: &str) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, one, many))
}

fn passed(check: &Check) -> String {
    let counts = check.counts;
    let mut parts = vec![format!(
        "{} passed",
        count(counts.passed, "policy", "policies")
    )];
    if counts.advisory_failed > 0 {
        parts.push(count(counts.advisory_failed, "warning", "warnings"));
    }
    let mut text = format!("{}.", parts.join(", "));
    if counts.errored > 0 {
        text.push(' ');
        text.push_str(&count(
            counts.errored,
            "advisory policy",
            "advisory policies",
        ));
        text.push_str(" gave no answer, which does not block.");
    }
    let swallowed = check.results.iter().map(|one| one.swallowed_errors).sum();
    if swallowed > 0 {
        let errors = count(swallowed, "built-in error was", "built-in errors were");
        let but = format!(" But {errors} treated as undefined: a rule may not have fired.");
        text.push_str(&but);
    }
    text
}

fn blocked(counts: Counts) -> String {
    let hard = count(
        counts.hard_failed,
        "hard-mandatory policy",
        "hard-mandatory policies",
    );
    let soft = if counts.soft_failed > 0 {
        format!(
            " and {}",
            count(
                counts.soft_failed,
                "soft-mandatory policy",
                "soft-mandatory policies"
            )
        )
    } else {
        String::new()
    };
    format!("{hard}{soft} failed. Nobody can override this: change the plan and send it again.")
}

fn overridden(check: &Check) -> String {
    let by = check
        .overrides
        .last()
        .map_or("An approver", |one| one.by.as_str());
    format!(
        "{by} let this run continue although {} failed.",
        count(
            check.counts.soft_failed,
            "soft-mandatory policy",
            "soft-mandatory policies"
        ),
    )
}

fn errored(check: &Check) -> String {
    if let Some(error) = &check.error {
        return format!(
            "{} The run is blocked, and nobody can override that.",
            sentence(error)
        );
    }
    format!(
        "{} gave no answer, so the run is blocked and nobody can override that. See below what to mend.",
        count(check.counts.errored, "policy", "policies"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn said(status: CheckStatus, counts: Counts) -> String {
        let mut check = samples::check(status);
        check.counts = counts;
        verdict(&check).sentence
    }

    #[test]
    fn nothing_applied_is_said_aloud() {
        let mut check = samples::check(CheckStatus::Passed);
        check.counts = Counts::default();
        let words = verdict(&check);
        assert_eq!(words.tone, Tone::Warn);
        assert!(words.sentence.starts_with("0 policies applied"));
    }

    #[test]
    fn a_decision_names_what_failed_and_who_may_act() {
        assert_eq!(
            said(
                CheckStatus::SoftFailed,
                Counts {
                    soft_failed: 1,
                    ..Counts::default()
                }
            ),
            "1 soft-mandatory policy failed. An approver may let this run continue."
        );
    }

    #[test]
    fn a_block_says_that_nobody_can_override_it() {
        assert_eq!(
            said(
                CheckStatus::HardFailed,
                Counts {
                    hard_failed: 1,
                    soft_failed: 2,
                    ..Counts::default()
                }
            ),
            "1 hard-mandatory policy and 2 soft-mandatory policies failed. Nobody can override this: \
             change the plan and send it again."
        );
    }

    #[test]
    fn a_pass_counts_its_warnings_and_advisory_errors() {
        assert_eq!(
            said(
                CheckStatus::Passed,
                Counts {
                    passed: 14,
                    advisory_failed: 2,
                    errored: 1,
                    ..Counts::default()
                }
            ),
            "14 policies passed, 2 warnings. 1 advisory policy gave no answer, which does not block."
        );
    }

    #[test]
    fn an_error_is_never_worded_as_a_failure() {
        let words = verdict(&samples::check(CheckStatus::Errored));
        assert!(!words.sentence.contains("failed"), "{}", words.sentence);
        assert_eq!(words.icon, "errored");
    }

    #[test]
    fn every_status_has_a_title_and_a_sentence_with_a_full_stop() {
        for status in CheckStatus::ALL {
            let words = verdict(&samples::check(status));
            assert!(
                !words.title.is_empty() && words.sentence.ends_with('.'),
                "{status:?}"
            );
        }
    }
}
