//! Plans: what `terraform show -json` and `tofu show -json` write.
//!
//! Owns what counts as a plan, and the value that policies read. [`inspect_plan`] needs no sandbox:
//! it keeps nothing but a summary. Both readers refuse the same documents.

mod inspect;
mod projection;
mod reader;
mod repeated;
mod scan;
mod strict;
mod value;

use std::sync::{Arc, OnceLock};

use regorus::Value;
use serde::{Deserialize, Serialize};

use crate::reads::Reads;

pub use inspect::inspect_plan;
pub(crate) use value::{parse_checked, parse_needed, parse_value};

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

    /// The message without its place, for who shows the place beside it.
    pub(crate) fn bare_message(&self) -> &str {
        match (self.line, self.message.split_once(": ")) {
            (Some(_), Some((_, message))) => message,
            _ => &self.message,
        }
    }
}

/// A plan, parsed once and shared by every policy that reads it. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Plan {
    value: Value,
    addresses: Arc<OnceLock<Vec<Arc<str>>>>,
}

impl Plan {
    /// Parses a plan. What is a plan and what is not is for [`inspect_plan`] to say, before.
    ///
    /// # Errors
    /// The document is not JSON, or not JSON that means one thing only.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlanProblem> {
        Ok(Self::of(parse_value(bytes)?))
    }

    /// The same of a document that [`inspect_plan`] took, of which nothing is built but what is read.
    ///
    /// # Errors
    /// As for [`Self::parse`], as far as it is read.
    pub fn parse_read(bytes: &[u8], reads: &Reads) -> Result<Self, PlanProblem> {
        Ok(Self::of(parse_checked(bytes, &reads.plan)?))
    }

    pub(crate) fn of(value: Value) -> Self {
        Self {
            value,
            addresses: Arc::default(),
        }
    }

    /// The shared value.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// The addresses of its resource changes, sorted; made when a message is first looked at.
    pub(crate) fn addresses(&self) -> &[Arc<str>] {
        self.addresses.get_or_init(|| {
            let key = Value::from("address");
            let mut addresses: Vec<_> = match &self.value["resource_changes"] {
                Value::Array(changes) => changes
                    .iter()
                    .filter_map(|change| change[&key].as_string().ok())
                    .filter(|address| !address.is_empty())
                    .map(Arc::clone)
                    .collect(),
                _ => Vec::new(),
            };
            addresses.sort_unstable();
            addresses.dedup();
            addresses
        })
    }
}
