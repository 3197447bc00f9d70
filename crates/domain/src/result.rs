//! What became of one policy in one check.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{Level, PolicySetId, PolicySetVersionId};

/// What evaluating a policy said, before its level is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Nothing was denied.
    Passed,
    /// Something was denied.
    Failed,
    /// No answer: fail closed.
    Errored,
}

/// What a policy counts as in its check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing was denied.
    Passed,
    /// Denied by an advisory policy: a warning.
    AdvisoryFailed,
    /// Denied by a soft-mandatory policy: waits for a decision.
    SoftFailed,
    /// Denied by a hard-mandatory policy: blocked.
    HardFailed,
    /// No answer. Blocks when the policy is mandatory, and nobody overrides it.
    Errored,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [
        Self::Passed,
        Self::AdvisoryFailed,
        Self::SoftFailed,
        Self::HardFailed,
        Self::Errored,
    ];

    /// What `decision` counts as at `level`.
    pub const fn of(level: Level, decision: Decision) -> Self {
        match (decision, level) {
            (Decision::Passed, _) => Self::Passed,
            (Decision::Errored, _) => Self::Errored,
            (Decision::Failed, Level::Advisory) => Self::AdvisoryFailed,
            (Decision::Failed, Level::SoftMandatory) => Self::SoftFailed,
            (Decision::Failed, Level::HardMandatory) => Self::HardFailed,
        }
    }

    /// The stored and native form, `soft_failed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::AdvisoryFailed => "advisory_failed",
            Self::SoftFailed => "soft_failed",
            Self::HardFailed => "hard_failed",
            Self::Errored => "errored",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
    }
}

/// One thing that a policy denied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Message {
    /// The policy's own words.
    pub text: String,
    /// The address of the plan's resource that the text names, when it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The file of the rule that denied it, relative to the bundle's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of that rule, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// Why a policy has no answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// What went wrong and, where something can be done, what.
    pub message: String,
    /// The file, relative to the bundle's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// What became of one policy in one check. Names are those of the moment when the check was
/// queued; a later rename does not rewrite history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyResult {
    /// The set that brought the policy.
    pub policy_set_id: PolicySetId,
    /// The set's name.
    pub policy_set: String,
    /// The version that was in force; absent for individually managed policies.
    pub version_id: Option<PolicySetVersionId>,
    /// That version's number, from 1.
    pub version: Option<u32>,
    /// The policy's name.
    pub policy: String,
    /// What the policy is for, in its author's words.
    pub description: Option<String>,
    /// The Rego query, `data.terraform.deny`.
    pub query: String,
    /// The level that was enforced.
    pub level: Level,
    /// What it counts as.
    pub result: Outcome,
    /// Evaluation time in microseconds.
    pub duration_us: u64,
    /// What was denied, in a stable order.
    pub messages: Vec<Message>,
    /// What `print` said, in order.
    #[serde(default)]
    pub prints: Vec<String>,
    /// Built-in errors that OPA's rules turn into undefined: a deny rule may not have fired.
    #[serde(default)]
    pub swallowed_errors: u32,
    /// Of a policy that did not pass, the smallest set of paths of its input that its rule can be told
    /// to read: `input.plan.resource_changes[_].type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<String>,
    /// Set when `result` is errored.
    pub error: Option<ErrorDetail>,
}

impl PolicyResult {
    /// Evaluation time in milliseconds, rounded up: what ran took time.
    pub const fn duration_ms(&self) -> u64 {
        self.duration_us.div_ceil(1_000)
    }

    /// The order in which people need results: what blocks most comes first (an errored advisory
    /// policy blocks nothing by itself), then by set and policy.
    pub fn order(&self, other: &Self) -> Ordering {
        (rank(self), &self.policy_set, &self.policy).cmp(&(
            rank(other),
            &other.policy_set,
            &other.policy,
        ))
    }
}

/// Puts results into the order in which people need them, [`PolicyResult::order`].
pub fn in_order(results: &mut [PolicyResult]) {
    results.sort_by(PolicyResult::order);
}

const fn rank(result: &PolicyResult) -> u8 {
    match result.result {
        Outcome::Errored if result.level.is_mandatory() => 0,
        Outcome::HardFailed => 1,
        Outcome::SoftFailed => 2,
        Outcome::Errored => 3,
        Outcome::AdvisoryFailed => 4,
        Outcome::Passed => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(set: &str, policy: &str, level: Level, outcome: Outcome) -> PolicyResult {
        PolicyResult {
            policy_set_id: PolicySetId::from_bare("0000000000000000").unwrap(),
            policy_set: set.to_owned(),
            version_id: None,
            version: None,
            policy: policy.to_owned(),
            description: None,
            query: String::new(),
            level,
            result: outcome,
            duration_us: 0,
            messages: Vec::new(),
            prints: Vec::new(),
            swallowed_errors: 0,
            reads: Vec::new(),
            error: None,
        }
    }

    #[test]
    fn what_blocks_most_comes_first_and_then_sets_and_policies_by_name() {
        let mut results = vec![
            result("a", "passed", Level::HardMandatory, Outcome::Passed),
            result("a", "warns", Level::Advisory, Outcome::AdvisoryFailed),
            result("a", "no-answer", Level::Advisory, Outcome::Errored),
            result("b", "soft", Level::SoftMandatory, Outcome::SoftFailed),
            result("a", "soft-2", Level::SoftMandatory, Outcome::SoftFailed),
            result("a", "soft-1", Level::SoftMandatory, Outcome::SoftFailed),
            result("z", "hard", Level::HardMandatory, Outcome::HardFailed),
            result("z", "broken", Level::SoftMandatory, Outcome::Errored),
        ];
        in_order(&mut results);
        let order: Vec<&str> = results.iter().map(|one| one.policy.as_str()).collect();
        assert_eq!(
            order,
            [
                "broken",
                "hard",
                "soft-1",
                "soft-2",
                "soft",
                "no-answer",
                "warns",
                "passed"
            ]
        );
    }

    #[test]
    fn an_error_is_never_a_pass_at_any_level() {
        for level in Level::ALL {
            assert_eq!(Outcome::of(level, Decision::Errored), Outcome::Errored);
            assert_eq!(Outcome::of(level, Decision::Passed), Outcome::Passed);
            assert_ne!(Outcome::of(level, Decision::Failed), Outcome::Passed);
        }
    }

    #[test]
    fn outcomes_read_back_what_they_show() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        }
    }
}
