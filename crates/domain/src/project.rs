//! Projects: groups of workspaces. On the Scalr surface they are environments.

use serde::{Deserialize, Serialize};

use crate::{ProjectId, Timestamp};

/// The project that every organization is born with.
pub const DEFAULT_PROJECT: &str = "Default Project";

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Its name, unique in its organization; free text of 1 to 90 characters.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// How many workspaces it has.
    pub workspace_count: u32,
    /// When it was created.
    pub created_at: Timestamp,
}
