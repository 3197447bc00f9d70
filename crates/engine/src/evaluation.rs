//! What one policy says about one input.

use std::time::Duration;

use domain::{Decision, ErrorDetail, Message};
use serde::{Deserialize, Serialize};

/// How much one policy may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationLimits {
    /// Time in the interpreter. Cooperative: a built-in can run over it.
    pub timer: Duration,
    /// Bytes of messages.
    pub output_bytes: usize,
    /// Bytes of prints; more are dropped, and the last line says so.
    pub print_bytes: usize,
}

impl Default for EvaluationLimits {
    fn default() -> Self {
        Self {
            timer: Duration::from_secs(5),
            output_bytes: 1 << 20,
            print_bytes: 64 << 10,
        }
    }
}

/// What one policy says about one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyEvaluation {
    /// The policy's name.
    pub policy: String,
    /// What it said.
    pub decision: Decision,
    /// What it denied, in a stable order.
    pub messages: Vec<Message>,
    /// What it printed, in order.
    pub prints: Vec<String>,
    /// Built-in errors that became undefined, as OPA has it: a deny rule may not have fired.
    pub swallowed_errors: u32,
    /// Time in microseconds.
    pub duration_us: u64,
    /// Set when `decision` is errored.
    pub error: Option<ErrorDetail>,
}

impl PolicyEvaluation {
    /// A policy that has no answer.
    pub fn errored(policy: impl Into<String>, error: ErrorDetail) -> Self {
        Self {
            policy: policy.into(),
            decision: Decision::Errored,
            messages: Vec::new(),
            prints: Vec::new(),
            swallowed_errors: 0,
            duration_us: 0,
            error: Some(error),
        }
    }
}
