//! What became of one policy, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

/// How many policies of a check ended in which way.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Nothing denied.
    passed: u32,
    /// Warnings.
    advisory_failed: u32,
    /// Waiting for a decision, or overridden.
    soft_failed: u32,
    /// Blocked.
    hard_failed: u32,
    /// No answer.
    errored: u32,
}

impl From<domain::Counts> for Counts {
    fn from(counts: domain::Counts) -> Self {
        Self {
            passed: counts.passed,
            advisory_failed: counts.advisory_failed,
            soft_failed: counts.soft_failed,
            hard_failed: counts.hard_failed,
            errored: counts.errored,
        }
    }
}

/// What became of one policy in one check.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyResult {
    /// The set that brought it, by the name that was the set's then.
    policy_set: String,
    /// The number of the version that was in force.
    version: Option<u32>,
    /// The policy's name.
    policy: String,
    /// What it is for.
    description: Option<String>,
    /// The Rego query.
    query: String,
    /// The level that was enforced: `advisory`, `soft_mandatory` or `hard_mandatory`.
    level: &'static str,
    /// `passed`, `advisory_failed`, `soft_failed`, `hard_failed` or `errored`.
    result: &'static str,
    /// Evaluation time in milliseconds, rounded up.
    duration_ms: u64,
    /// What was denied, in a stable order.
    messages: Vec<Message>,
    /// What `print` said, in order.
    prints: Vec<String>,
    /// Built-in errors that became undefined: a deny rule may not have fired.
    swallowed_errors: u32,
    /// Of a policy that did not pass, the smallest set of paths of its input that its rule can be told
    /// to read.
    reads: Vec<String>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<PolicyError>,
}

/// One thing that a policy denied.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    /// The policy's own words.
    text: String,
    /// The address of the plan's resource that the text names.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    /// The file of the rule, relative to the bundle's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The line of the rule, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// Why a policy has no answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyError {
    /// What went wrong and what to do.
    message: String,
    /// The file, relative to the bundle's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// The column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

impl From<domain::PolicyResult> for PolicyResult {
    fn from(result: domain::PolicyResult) -> Self {
        let duration_ms = result.duration_ms();
        Self {
            policy_set: result.policy_set,
            version: result.version,
            policy: result.policy,
            description: result.description,
            query: result.query,
            level: result.level.as_str(),
            result: result.result.as_str(),
            duration_ms,
            messages: result.messages.into_iter().map(Message::from).collect(),
            prints: result.prints,
            swallowed_errors: result.swallowed_errors,
            reads: result.reads,
            error: result.error.map(PolicyError::from),
        }
    }
}

impl From<domain::Message> for Message {
    fn from(message: domain::Message) -> Self {
        Self {
            text: message.text,
            resource: message.resource,
            file: message.file,
            line: message.line,
        }
    }
}

impl From<domain::ErrorDetail> for PolicyError {
    fn from(error: domain::ErrorDetail) -> Self {
        Self {
            message: error.message,
            file: error.file,
            line: error.line,
            column: error.column,
        }
    }
}
