//! A run: one plan of a workspace on its way through the gate.

use serde::{Deserialize, Serialize};

use crate::{Check, CheckStatus, Digest, Name, PlanSummary, RunId, Timestamp, UserId, WorkspaceId};

/// Where a run stands. Portcullis never applies: a confirmed run rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Its configuration is not uploaded yet.
    Pending,
    /// Its plan is being made.
    Planning,
    /// Its plan is being checked.
    Checking,
    /// A soft failure waits for someone.
    NeedsDecision,
    /// The gate is open.
    Checked,
    /// Someone confirmed it.
    Confirmed,
    /// Someone discarded it.
    Discarded,
    /// Given up.
    Canceled,
    /// Blocked by a hard failure, or without an answer.
    Errored,
}

/// What can happen to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunEvent {
    /// Its plan is being made.
    PlanStarted,
    /// Its plan is there.
    PlanReady,
    /// Its plan could not be made.
    PlanFailed,
    /// Its check came to this status.
    CheckSettled(CheckStatus),
    /// Someone confirmed it.
    Confirmed,
    /// Someone discarded it.
    Discarded,
    /// Someone canceled it.
    Canceled,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Planning,
        Self::Checking,
        Self::NeedsDecision,
        Self::Checked,
        Self::Confirmed,
        Self::Discarded,
        Self::Canceled,
        Self::Errored,
    ];

    /// The status after `event`; `None` when the event is not allowed now.
    pub const fn after(self, event: RunEvent) -> Option<Self> {
        use CheckStatus as C;
        use RunEvent as E;
        match (self, event) {
            (Self::Pending, E::PlanStarted) => Some(Self::Planning),
            (Self::Pending | Self::Planning, E::PlanReady) => Some(Self::Checking),
            (Self::Pending | Self::Planning, E::PlanFailed)
            | (Self::Checking, E::CheckSettled(C::HardFailed | C::Errored | C::Unreachable)) => {
                Some(Self::Errored)
            }
            (Self::Checking, E::CheckSettled(C::Passed))
            | (Self::NeedsDecision, E::CheckSettled(C::Overridden)) => Some(Self::Checked),
            (Self::Checking, E::CheckSettled(C::SoftFailed)) => Some(Self::NeedsDecision),
            (Self::Checked, E::Confirmed) => Some(Self::Confirmed),
            (Self::NeedsDecision | Self::Checked, E::Discarded) => Some(Self::Discarded),
            (Self::Pending | Self::Planning | Self::Checking, E::Canceled)
            | (Self::Checking, E::CheckSettled(C::Canceled)) => Some(Self::Canceled),
            _ => None,
        }
    }

    /// The stored and native form, `needs_decision`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Planning => "planning",
            Self::Checking => "checking",
            Self::NeedsDecision => "needs_decision",
            Self::Checked => "checked",
            Self::Confirmed => "confirmed",
            Self::Discarded => "discarded",
            Self::Canceled => "canceled",
            Self::Errored => "errored",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether nothing more can happen to it or its checks.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Confirmed | Self::Discarded | Self::Canceled | Self::Errored
        )
    }

    /// Whether nothing is being worked on: it has ended, or it waits for a person.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Pending | Self::Planning | Self::Checking)
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The organization.
    pub organization: Name,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The workspace's name.
    pub workspace: Name,
    /// Where it stands.
    pub status: RunStatus,
    /// What its author said about it.
    pub message: Option<String>,
    /// Where it came from: `api`, `cli`, `ui`, `vcs` and so on.
    pub source: String,
    /// The commit, as given.
    pub commit: Option<String>,
    /// The branch, as given.
    pub branch: Option<String>,
    /// Whether it will never be applied.
    pub is_dry: bool,
    /// Who started it.
    pub created_by_id: UserId,
    /// Who started it, by name.
    pub created_by: String,
    /// SHA-256 of its plan.
    pub plan_digest: Option<Digest>,
    /// What its plan would do.
    pub plan: Option<PlanSummary>,
    /// Its checks, oldest first. Lists carry them without their results.
    pub checks: Vec<Check>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use CheckStatus as C;
    use RunEvent as E;
    use RunStatus as S;

    const ALLOWED: &[(S, E, S)] = &[
        (S::Pending, E::PlanStarted, S::Planning),
        (S::Pending, E::PlanReady, S::Checking),
        (S::Pending, E::PlanFailed, S::Errored),
        (S::Pending, E::Canceled, S::Canceled),
        (S::Planning, E::PlanReady, S::Checking),
        (S::Planning, E::PlanFailed, S::Errored),
        (S::Planning, E::Canceled, S::Canceled),
        (S::Checking, E::CheckSettled(C::Passed), S::Checked),
        (
            S::Checking,
            E::CheckSettled(C::SoftFailed),
            S::NeedsDecision,
        ),
        (S::Checking, E::CheckSettled(C::HardFailed), S::Errored),
        (S::Checking, E::CheckSettled(C::Errored), S::Errored),
        (S::Checking, E::CheckSettled(C::Unreachable), S::Errored),
        (S::Checking, E::CheckSettled(C::Canceled), S::Canceled),
        (S::Checking, E::Canceled, S::Canceled),
        (S::NeedsDecision, E::CheckSettled(C::Overridden), S::Checked),
        (S::NeedsDecision, E::Discarded, S::Discarded),
        (S::Checked, E::Confirmed, S::Confirmed),
        (S::Checked, E::Discarded, S::Discarded),
    ];

    #[test]
    fn every_status_and_event_pair_is_decided_as_the_table_says() {
        let mut events = vec![
            E::PlanStarted,
            E::PlanReady,
            E::PlanFailed,
            E::Confirmed,
            E::Discarded,
            E::Canceled,
        ];
        events.extend(C::ALL.map(E::CheckSettled));
        for from in S::ALL {
            for event in &events {
                let expected = ALLOWED
                    .iter()
                    .find(|(status, happened, _)| *status == from && happened == event)
                    .map(|(_, _, to)| *to);
                assert_eq!(from.after(*event), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn a_hard_failed_or_errored_check_never_opens_the_gate() {
        for check in [C::HardFailed, C::Errored, C::Unreachable, C::Canceled] {
            for from in S::ALL {
                assert_ne!(from.after(E::CheckSettled(check)), Some(S::Checked));
            }
        }
    }
}
