//! The way of a run through the gate, as steps.

use domain::{Check, CheckStatus, Run, RunStatus, Timestamp};

use super::{Tone, clock_time, duration, waiting_time};

/// One step of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its tone; quiet when it has not begun.
    pub tone: Tone,
    /// What it is.
    pub label: String,
    /// When it was, how long it took or waits.
    pub note: String,
    /// Whether the run stands here now.
    pub is_now: bool,
}

impl Step {
    fn new(tone: Tone, label: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            tone,
            label: label.into(),
            note: note.into(),
            is_now: false,
        }
    }

    fn now(mut self) -> Self {
        self.is_now = true;
        self
    }
}

/// The steps of a run and its check, in order: plan, policies, decision, what follows.
pub fn steps(run: &Run, check: Option<&Check>, now: Timestamp) -> Vec<Step> {
    let mut steps = vec![plan_step(run, check)];
    if let Some(check) = check {
        steps.push(policies_step(check, now));
        steps.extend(decision_step(run, check, now));
    }
    steps.push(end_step(run));
    steps
}

fn plan_step(run: &Run, check: Option<&Check>) -> Step {
    match check.and_then(|check| check.queued_at) {
        Some(at) => Step::new(Tone::Ok, "Plan received", clock_time(at)),
        None if run.plan.is_some() => {
            Step::new(Tone::Ok, "Plan received", clock_time(run.created_at))
        }
        None if run.status == RunStatus::Planning => Step::new(Tone::Run, "Planning", "").now(),
        None if run.status.is_settled() => Step::new(Tone::Quiet, "No plan", ""),
        None => Step::new(Tone::Run, "Waits for a plan", "").now(),
    }
}

fn policies_step(check: &Check, now: Timestamp) -> Step {
    let took = match (check.started_at, check.finished_at) {
        (Some(started), Some(finished)) => duration(finished.since(started)),
        _ => String::new(),
    };
    match check.status {
        CheckStatus::Pending => Step::new(Tone::Quiet, "Check policies", ""),
        CheckStatus::Queued => Step::new(
            Tone::Run,
            "Queued",
            check
                .queued_at
                .map(|at| waiting_time(at, now))
                .unwrap_or_default(),
        )
        .now(),
        CheckStatus::Running => Step::new(Tone::Run, "Checking policies", "").now(),
        CheckStatus::Passed | CheckStatus::SoftFailed | CheckStatus::Overridden => {
            Step::new(Tone::Ok, "Policies checked", took)
        }
        CheckStatus::HardFailed => Step::new(Tone::Bad, "Policies checked", took),
        CheckStatus::Errored => Step::new(Tone::Bad, "No answer", took),
        CheckStatus::Unreachable => Step::new(Tone::Bad, "Unreachable", took),
        CheckStatus::Canceled => Step::new(Tone::Quiet, "Check canceled", ""),
    }
}

fn decision_step(run: &Run, check: &Check, now: Timestamp) -> Option<Step> {
    match check.status {
        CheckStatus::SoftFailed if run.status == RunStatus::NeedsDecision => {
            let waits = check
                .finished_at
                .map(|at| format!("waiting {}", waiting_time(at, now)))
                .unwrap_or_default();
            Some(Step::new(Tone::Ask, "Decision", waits).now())
        }
        CheckStatus::Overridden => check
            .overrides
            .last()
            .map(|one| Step::new(Tone::Warn, "Overridden", one.by.clone())),
        _ => None,
    }
}

fn end_step(run: &Run) -> Step {
    let at = clock_time(run.updated_at);
    match run.status {
        RunStatus::Checked if run.is_dry => Step::new(Tone::Ok, "Finished: a dry run", at).now(),
        RunStatus::Checked => Step::new(Tone::Ok, "May continue", "").now(),
        RunStatus::Confirmed => Step::new(Tone::Ok, "Confirmed", at).now(),
        RunStatus::Discarded => Step::new(Tone::Quiet, "Discarded", at).now(),
        RunStatus::Canceled => Step::new(Tone::Quiet, "Canceled", at).now(),
        RunStatus::Errored => Step::new(Tone::Bad, "Blocked", at).now(),
        RunStatus::Pending
        | RunStatus::Planning
        | RunStatus::Checking
        | RunStatus::NeedsDecision => Step::new(Tone::Quiet, "Continue", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn labels(run: &Run) -> Vec<(String, Tone)> {
        steps(run, run.checks.last(), samples::now())
            .into_iter()
            .map(|step| (step.label, step.tone))
            .collect()
    }

    #[test]
    fn a_waiting_run_stands_at_its_decision() {
        let run = samples::run(CheckStatus::SoftFailed);
        let steps = steps(&run, run.checks.last(), samples::now());
        let current: Vec<&Step> = steps.iter().filter(|step| step.is_now).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(
            (current[0].label.as_str(), current[0].note.as_str()),
            ("Decision", "waiting 3 min")
        );
    }

    #[test]
    fn a_pass_needs_no_decision() {
        let run = samples::run(CheckStatus::Passed);
        assert_eq!(
            labels(&run),
            [
                ("Plan received".to_owned(), Tone::Ok),
                ("Policies checked".to_owned(), Tone::Ok),
                ("May continue".to_owned(), Tone::Ok),
            ]
        );
    }

    #[test]
    fn a_block_is_red_to_its_end() {
        let run = samples::run(CheckStatus::HardFailed);
        assert_eq!(
            labels(&run).last().unwrap(),
            &("Blocked".to_owned(), Tone::Bad)
        );
    }
}
