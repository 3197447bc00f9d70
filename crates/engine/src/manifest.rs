//! Manifests: which policies a bundle holds, and how strict they are.

use domain::WrittenLevel;
use serde::{Deserialize, Serialize};

/// One policy of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPolicy {
    /// Its name, unique in its manifest.
    pub name: String,
    /// What it is for, in its author's words.
    pub description: Option<String>,
    /// What is evaluated, always with `data.` in front.
    pub query: String,
    /// The level as written.
    pub level: WrittenLevel,
    /// Whether it is evaluated. A Scalr manifest can switch a policy off.
    pub enabled: bool,
    /// The file that the manifest names, when it names one.
    pub file: Option<String>,
}
