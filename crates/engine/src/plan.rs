//! Plans: what `terraform show -json` and `tofu show -json` write.

use domain::{PlanSummary, ResourceChange};
use serde::{Deserialize, Serialize};

/// Why a document is not a plan that can be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct PlanProblem {
    /// What is wrong, where, and what to do; lines and columns count from 1.
    pub message: String,
    /// The line, when it is about one.
    pub line: Option<u32>,
    /// The column, when it is about one.
    pub column: Option<u32>,
}

impl PlanProblem {
    /// A problem with the document as a whole.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            line: None,
            column: None,
        }
    }
}

/// A plan, parsed once and shared by every policy that reads it. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Plan {
    value: regorus::Value,
}

impl Plan {
    /// Parses a plan.
    ///
    /// # Errors
    /// The document is not JSON.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlanProblem> {
        let _ = bytes;
        Err(PlanProblem::new("plans are not read yet"))
    }

    /// The shared value.
    pub(crate) fn value(&self) -> &regorus::Value {
        &self.value
    }
}

/// Checks a plan without building it.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn inspect_plan(bytes: &[u8]) -> Result<(PlanSummary, Vec<ResourceChange>), PlanProblem> {
    let _ = bytes;
    Err(PlanProblem::new("plans are not read yet"))
}
