//! What policies are told about a run besides its plan.

use serde::{Deserialize, Serialize};

use crate::{Name, ProjectId, RunId, Timestamp, WorkspaceId};

/// What policies are told about a run besides its plan: the source of both `input.run`
/// (tfe.md §10.4) and `input.tfrun` (scalr-input.md §5.1). The engine writes the two views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunDocument {
    /// The run.
    pub id: RunId,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who started it: the name.
    pub created_by: String,
    /// Who started it: the e-mail.
    pub created_by_email: Option<String>,
    /// Who started it: as they sign in.
    pub created_by_userid: String,
    /// What its author said about it.
    pub message: Option<String>,
    /// Where it came from.
    pub source: String,
    /// The commit.
    pub commit: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// Whether it destroys everything.
    pub is_destroy: bool,
    /// Whether it will never be applied.
    pub is_dry: bool,
    /// The organization.
    pub organization: Name,
    /// The project.
    pub project_id: ProjectId,
    /// The project's name.
    pub project: String,
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The workspace's name.
    pub workspace: Name,
    /// When the workspace was created.
    pub workspace_created_at: Timestamp,
    /// What the workspace is for.
    pub workspace_description: Option<String>,
    /// Its auto-apply switch.
    pub auto_apply: bool,
    /// Its folder.
    pub working_directory: Option<String>,
    /// Its labels.
    pub tags: Vec<String>,
}
