//! Where a thing belongs: what a permission check asks first.

use domain::{Name, OrganizationId, ProjectId, WorkspaceId};

use crate::StoreError;
use crate::row::Row;

/// Where a thing belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its organization.
    pub organization_id: OrganizationId,
    /// The organization's name.
    pub organization: Name,
    /// Its project, for workspaces and what is in them.
    pub project_id: Option<ProjectId>,
    /// Its workspace, for workspaces and what is in them.
    pub workspace_id: Option<WorkspaceId>,
}

impl Location {
    /// From columns of these names; see [`located`].
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            organization_id: row.text("organization_id")?,
            organization: row.text("organization")?,
            project_id: row.maybe_text("project_id")?,
            workspace_id: row.maybe_text("workspace_id")?,
        })
    }
}

/// The statement that locates a row `t` of a table: of the organization alone, in a project, or in
/// a workspace.
macro_rules! located {
    (organization, $table:literal) => {
        concat!(
            "
select t.organization_id, o.name as organization, cast(null as text) as project_id,
  cast(null as text) as workspace_id
from ",
            $table,
            " t
join organizations o on o.id = t.organization_id
where t.id = $1"
        )
    };
    (workspace, $table:literal) => {
        concat!(
            "
select t.organization_id, o.name as organization, w.project_id, w.id as workspace_id
from ",
            $table,
            " t
join organizations o on o.id = t.organization_id
join workspaces w on w.id = t.workspace_id
where t.id = $1"
        )
    };
}
pub(crate) use located;
