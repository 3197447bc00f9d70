//! What stands between a policy and the machine.

use serde::{Deserialize, Serialize};

/// Whether the sandbox can work, and what protects the machine from what runs in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxHealth {
    /// Whether a child can be started and answers.
    pub working: bool,
    /// Why not, when it is not.
    pub error: Option<String>,
    /// Every protection, on or missing.
    pub protections: Vec<Protection>,
    /// How many children wait for work.
    pub idle_children: usize,
}

impl SandboxHealth {
    /// The protections that this machine does not give.
    pub fn missing(&self) -> impl Iterator<Item = &Protection> {
        self.protections.iter().filter(|protection| !protection.on)
    }
}

/// One protection of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// What it is, `seccomp`.
    pub name: String,
    /// Whether it holds.
    pub on: bool,
    /// Why it does not hold, or what it is worth.
    pub detail: Option<String>,
}

impl Protection {
    /// What an attempt to switch a protection on came to.
    pub(crate) fn of(name: &str, attempt: Result<String, String>) -> Self {
        let on = attempt.is_ok();
        let detail = match attempt {
            Ok(detail) | Err(detail) => (!detail.is_empty()).then_some(detail),
        };
        Self {
            name: name.to_owned(),
            on,
            detail,
        }
    }
}
