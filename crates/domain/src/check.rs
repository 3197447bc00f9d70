//! A policy check: one per run and stage, and the job that the queue works on.

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, Counts, Digest, Name, OverrideId, PolicyResult, RunId, Timestamp, User, UserId,
    UserKind, Verdict, WorkspaceId,
};

/// When in a run a check happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before there is a plan.
    PrePlan,
    /// On the plan.
    PostPlan,
}

impl Stage {
    /// The stored and native form, `post_plan`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PrePlan => "pre_plan",
            Self::PostPlan => "post_plan",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::PrePlan, Self::PostPlan]
            .into_iter()
            .find(|stage| stage.as_str() == text)
    }
}

/// Where a check stands (DESIGN §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Its plan is not there yet.
    Pending,
    /// Waits for a worker.
    Queued,
    /// A worker evaluates it.
    Running,
    /// Nothing mandatory failed.
    Passed,
    /// Waits for a decision.
    SoftFailed,
    /// Blocked.
    HardFailed,
    /// Blocked, then let through by someone with the permission.
    Overridden,
    /// No answer: blocked.
    Errored,
    /// Given up before it had an answer.
    Canceled,
    /// What should have answered could not be reached.
    Unreachable,
}

/// What can happen to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckEvent {
    /// Its plan arrived.
    PlanReady,
    /// A worker took it (again, when an earlier worker was lost).
    Claimed,
    /// Its worker gave it back unfinished.
    Released,
    /// Its worker answered.
    Finished(Verdict),
    /// Someone with the permission let it through.
    Overridden,
    /// Its run was canceled.
    Canceled,
    /// It is past its deadline, or its workers were lost too often.
    GivenUp,
    /// What should have answered could not be reached.
    NotReached,
}

/// An event that a status does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a check that is {} cannot be {}", .from.label(), .event.label())]
pub struct InvalidTransition {
    /// Where the check stands.
    pub from: CheckStatus,
    /// What was to happen.
    pub event: CheckEvent,
}

impl CheckEvent {
    /// Every event, each verdict on its own.
    pub const ALL: [Self; 11] = [
        Self::PlanReady,
        Self::Claimed,
        Self::Released,
        Self::Finished(Verdict::Passed),
        Self::Finished(Verdict::SoftFailed),
        Self::Finished(Verdict::HardFailed),
        Self::Finished(Verdict::Errored),
        Self::Overridden,
        Self::Canceled,
        Self::GivenUp,
        Self::NotReached,
    ];

    const fn label(self) -> &'static str {
        match self {
            Self::PlanReady => "queued",
            Self::Claimed => "claimed",
            Self::Released => "released",
            Self::Finished(_) => "finished",
            Self::Overridden => "overridden",
            Self::Canceled => "canceled",
            Self::GivenUp => "given up",
            Self::NotReached => "unreachable",
        }
    }
}

impl CheckStatus {
    /// Every status.
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Queued,
        Self::Running,
        Self::Passed,
        Self::SoftFailed,
        Self::HardFailed,
        Self::Overridden,
        Self::Errored,
        Self::Canceled,
        Self::Unreachable,
    ];

    /// The status after `event`.
    pub const fn after(self, event: CheckEvent) -> Result<Self, InvalidTransition> {
        use CheckEvent as E;
        match (self, event) {
            (Self::Pending, E::PlanReady) | (Self::Running, E::Released) => Ok(Self::Queued),
            // Running again: the earlier worker's lease ran out; its attempt number fences it off.
            (Self::Queued | Self::Running, E::Claimed) => Ok(Self::Running),
            (Self::Running, E::Finished(Verdict::Passed)) => Ok(Self::Passed),
            (Self::Running, E::Finished(Verdict::SoftFailed)) => Ok(Self::SoftFailed),
            (Self::Running, E::Finished(Verdict::HardFailed)) => Ok(Self::HardFailed),
            (Self::Running, E::Finished(Verdict::Errored))
            | (Self::Pending | Self::Queued | Self::Running, E::GivenUp) => Ok(Self::Errored),
            (Self::SoftFailed, E::Overridden) => Ok(Self::Overridden),
            (Self::Pending | Self::Queued | Self::Running, E::Canceled) => Ok(Self::Canceled),
            (Self::Pending | Self::Queued | Self::Running, E::NotReached) => Ok(Self::Unreachable),
            (from, event) => Err(InvalidTransition { from, event }),
        }
    }

    /// The stored and native form, `soft_failed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Passed => "passed",
            Self::SoftFailed => "soft_failed",
            Self::HardFailed => "hard_failed",
            Self::Overridden => "overridden",
            Self::Errored => "errored",
            Self::Canceled => "canceled",
            Self::Unreachable => "unreachable",
        }
    }

    /// The form that people read inside a sentence, `soft-failed`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SoftFailed => "soft-failed",
            Self::HardFailed => "hard-failed",
            other => other.as_str(),
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether nothing more is evaluated: there is an answer, or there will be none.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Pending | Self::Queued | Self::Running)
    }

    /// Whether nothing more can happen at all.
    pub const fn is_terminal(self) -> bool {
        self.is_settled() && !matches!(self, Self::SoftFailed)
    }

    /// Whether the run may go on.
    pub const fn lets_through(self) -> bool {
        matches!(self, Self::Passed | Self::Overridden)
    }
}

/// That someone let a soft-failed check through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Its own id.
    pub id: OverrideId,
    /// Who.
    pub user_id: UserId,
    /// Who, by the name that was theirs then.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why. `None` where a surface does not ask ("no reason given").
    pub reason: Option<String>,
    /// The surface it came through: `native`, `ui`, `tfe`, `scalr`.
    pub via: String,
    /// The policies it covers, as `set/policy`.
    pub policies: Vec<String>,
}

/// A policy check with its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// The organization.
    pub organization: Name,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The workspace's name.
    pub workspace: Name,
    /// The run it belongs to.
    pub run_id: RunId,
    /// When in the run.
    pub stage: Stage,
    /// Where it stands.
    pub status: CheckStatus,
    /// Grows by one with every change: what a live page compares.
    pub revision: u32,
    /// How often a worker took it.
    pub attempt: u32,
    /// How its policies ended.
    pub counts: Counts,
    /// How many policies it will have evaluated, once that is known.
    pub policy_total: Option<u32>,
    /// How many of them have an answer already; told now and then while the check runs.
    pub policy_done: u32,
    /// What became of each policy, failures first.
    pub results: Vec<PolicyResult>,
    /// Who let it through, if anyone.
    pub overrides: Vec<Override>,
    /// SHA-256 of the plan it is about.
    pub plan_digest: Option<Digest>,
    /// Which engine answered, `regorus 0.14.1`.
    pub engine: Option<String>,
    /// Why it has no answer, when the reason is no single policy's.
    pub error: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its plan was there.
    pub queued_at: Option<Timestamp>,
    /// When a worker (last) took it.
    pub started_at: Option<Timestamp>,
    /// When it had its answer.
    pub finished_at: Option<Timestamp>,
}

/// Why someone may not override a check although they have the permission, where an organization
/// asks for a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FourEyes {
    /// They started the run.
    #[error(
        "you started this run, and this organization asks for a second person: ask another approver"
    )]
    Own,
    /// They are no person.
    #[error("service accounts may not override in this organization: ask a person")]
    Service,
}

impl FourEyes {
    /// What stands between `user` and a check of a run that `started_by` started, if anything does.
    /// Only to be asked where the organization's setting is on.
    pub fn against(user: &User, started_by: UserId) -> Option<Self> {
        if user.id == started_by {
            Some(Self::Own)
        } else if user.kind == UserKind::Service {
            Some(Self::Service)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_eyes_are_a_person_s_and_not_those_of_who_started_the_run() {
        let id = |text: &str| UserId::from_bare(text).unwrap();
        let user = |kind| User {
            id: id("0000000000000001"),
            userid: "alice@example.com".parse().unwrap(),
            name: "Alice".to_owned(),
            email: None,
            kind,
            is_site_admin: true,
            created_at: "2026-01-05T10:00:00Z".parse().unwrap(),
        };
        let (own, other) = (id("0000000000000001"), id("0000000000000002"));
        let (person, service) = (user(UserKind::Person), user(UserKind::Service));
        assert_eq!(FourEyes::against(&person, own), Some(FourEyes::Own));
        assert_eq!(FourEyes::against(&person, other), None);
        assert_eq!(FourEyes::against(&service, own), Some(FourEyes::Own));
        assert_eq!(FourEyes::against(&service, other), Some(FourEyes::Service));
    }
    use CheckEvent as E;
    use CheckStatus as S;

    /// Every pair that is allowed; all others must be refused.
    const ALLOWED: &[(S, E, S)] = &[
        (S::Pending, E::PlanReady, S::Queued),
        (S::Pending, E::Canceled, S::Canceled),
        (S::Pending, E::GivenUp, S::Errored),
        (S::Pending, E::NotReached, S::Unreachable),
        (S::Queued, E::Claimed, S::Running),
        (S::Queued, E::Canceled, S::Canceled),
        (S::Queued, E::GivenUp, S::Errored),
        (S::Queued, E::NotReached, S::Unreachable),
        (S::Running, E::Claimed, S::Running),
        (S::Running, E::Released, S::Queued),
        (S::Running, E::Finished(Verdict::Passed), S::Passed),
        (S::Running, E::Finished(Verdict::SoftFailed), S::SoftFailed),
        (S::Running, E::Finished(Verdict::HardFailed), S::HardFailed),
        (S::Running, E::Finished(Verdict::Errored), S::Errored),
        (S::Running, E::Canceled, S::Canceled),
        (S::Running, E::GivenUp, S::Errored),
        (S::Running, E::NotReached, S::Unreachable),
        (S::SoftFailed, E::Overridden, S::Overridden),
    ];

    #[test]
    fn every_status_and_event_pair_is_decided_as_the_table_says() {
        for from in S::ALL {
            for event in E::ALL {
                let expected = ALLOWED
                    .iter()
                    .find(|(status, happened, _)| *status == from && *happened == event)
                    .map(|(_, _, to)| *to)
                    .ok_or(InvalidTransition { from, event });
                assert_eq!(from.after(event), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn nothing_leaves_a_terminal_status() {
        for from in S::ALL.into_iter().filter(|status| status.is_terminal()) {
            assert!(
                E::ALL.into_iter().all(|event| from.after(event).is_err()),
                "{from:?}"
            );
        }
    }

    #[test]
    fn only_a_soft_failed_check_can_be_overridden() {
        for from in S::ALL {
            assert_eq!(
                from.after(E::Overridden).is_ok(),
                from == S::SoftFailed,
                "{from:?}"
            );
        }
    }

    #[test]
    fn statuses_read_back_what_they_show() {
        for status in S::ALL {
            assert_eq!(S::parse(status.as_str()), Some(status));
        }
    }
}
