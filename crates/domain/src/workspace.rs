//! Workspaces: what is planned.

use serde::{Deserialize, Serialize};

use crate::{Name, ProjectId, Timestamp, WorkspaceId};

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name, unique in its organization.
    pub name: Name,
    /// What it is for.
    pub description: Option<String>,
    /// Its project.
    pub project_id: ProjectId,
    /// Its project's name.
    pub project: String,
    /// Whether the originals would apply without asking. Kept and handed to policies.
    pub auto_apply: bool,
    /// The folder of its configuration. Kept and handed to policies.
    pub working_directory: Option<String>,
    /// Free labels, handed to policies.
    pub tags: Vec<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
