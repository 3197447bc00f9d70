//! What a plan would do, in short.

use serde::{Deserialize, Serialize};

/// One resource that a plan touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceChange {
    /// Its address, `module.peering.aws_vpc.eu`.
    pub address: String,
    /// Its type, `aws_vpc`.
    pub kind: String,
    /// What happens to it, in Terraform's words: `create`, `delete`, `no-op` and so on.
    pub actions: Vec<String>,
}

/// What a plan would do, in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// `format_version` of the document.
    pub format_version: String,
    /// Which Terraform or OpenTofu wrote it.
    pub terraform_version: Option<String>,
    /// Whether Terraform says that it leaves something to do (`complete` is false): it was limited to
    /// targets, or changes were deferred. What is not in it was not checked.
    #[serde(default)]
    pub is_partial: bool,
    /// Resources to create, replacements included.
    pub add: u32,
    /// Resources to update in place.
    pub change: u32,
    /// Resources to delete, replacements included.
    pub destroy: u32,
    /// Resources in `resource_changes`, untouched ones included.
    pub resources: u32,
    /// Size of the document in bytes, decompressed.
    pub bytes: u64,
}
