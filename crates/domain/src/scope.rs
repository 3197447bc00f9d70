//! Which workspaces a policy set applies to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{ProjectId, WorkspaceId};

/// Which workspaces a policy set applies to: all of them, or those it is attached to directly or
/// by their project; less the excluded ones, always (tfe.md §4.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Every workspace of the organization.
    pub global: bool,
    /// Attached workspaces.
    pub workspaces: BTreeSet<WorkspaceId>,
    /// Attached projects: all their workspaces.
    pub projects: BTreeSet<ProjectId>,
    /// Workspaces that are out, however else they would be in.
    pub excluded_workspaces: BTreeSet<WorkspaceId>,
    /// Projects whose workspaces are out, however else they would be in.
    pub excluded_projects: BTreeSet<ProjectId>,
}

/// Why a policy set applies to a workspace, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeReason {
    /// The workspace is excluded.
    WorkspaceExcluded,
    /// The workspace's project is excluded.
    ProjectExcluded,
    /// The set is attached to the workspace.
    WorkspaceAttached,
    /// The set is attached to the workspace's project.
    ProjectAttached,
    /// The set is global.
    Global,
    /// The set is neither global nor attached to it.
    NotAttached,
}

impl ScopeReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::WorkspaceExcluded,
        Self::ProjectExcluded,
        Self::WorkspaceAttached,
        Self::ProjectAttached,
        Self::Global,
        Self::NotAttached,
    ];

    /// Whether the set applies.
    pub const fn applies(self) -> bool {
        matches!(
            self,
            Self::WorkspaceAttached | Self::ProjectAttached | Self::Global
        )
    }

    /// The native form, `workspace_attached`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkspaceExcluded => "workspace_excluded",
            Self::ProjectExcluded => "project_excluded",
            Self::WorkspaceAttached => "workspace_attached",
            Self::ProjectAttached => "project_attached",
            Self::Global => "global",
            Self::NotAttached => "not_attached",
        }
    }

    /// The reason as people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::WorkspaceExcluded => "this workspace is excluded",
            Self::ProjectExcluded => "its project is excluded",
            Self::WorkspaceAttached => "attached to this workspace",
            Self::ProjectAttached => "attached to its project",
            Self::Global => "global: applies to every workspace",
            Self::NotAttached => "neither global nor attached",
        }
    }
}

impl Scope {
    /// Whether the set applies to `workspace` of `project`, and why: the one place that decides.
    /// The reason given is the most specific one.
    pub fn reason_for(&self, workspace: WorkspaceId, project: ProjectId) -> ScopeReason {
        if self.excluded_workspaces.contains(&workspace) {
            ScopeReason::WorkspaceExcluded
        } else if self.excluded_projects.contains(&project) {
            ScopeReason::ProjectExcluded
        } else if self.workspaces.contains(&workspace) {
            ScopeReason::WorkspaceAttached
        } else if self.projects.contains(&project) {
            ScopeReason::ProjectAttached
        } else if self.global {
            ScopeReason::Global
        } else {
            ScopeReason::NotAttached
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(bits: u32, workspace: WorkspaceId, project: ProjectId) -> Scope {
        let mut scope = Scope {
            global: bits & 1 != 0,
            ..Scope::default()
        };
        if bits & 2 != 0 {
            scope.workspaces.insert(workspace);
        }
        if bits & 4 != 0 {
            scope.projects.insert(project);
        }
        if bits & 8 != 0 {
            scope.excluded_workspaces.insert(workspace);
        }
        if bits & 16 != 0 {
            scope.excluded_projects.insert(project);
        }
        scope
    }

    #[test]
    fn excluded_always_wins_over_all_32_combinations() {
        let workspace = WorkspaceId::from_bare("000000000000000a").unwrap();
        let project = ProjectId::from_bare("000000000000000b").unwrap();
        for bits in 0..32 {
            let reason = scope(bits, workspace, project).reason_for(workspace, project);
            let excluded = bits & (8 | 16) != 0;
            let included = bits & (1 | 2 | 4) != 0;
            assert_eq!(
                reason.applies(),
                included && !excluded,
                "{bits:05b} {reason:?}"
            );
        }
    }

    #[test]
    fn another_workspace_is_not_touched_by_an_attachment() {
        let attached = WorkspaceId::from_bare("000000000000000a").unwrap();
        let other = WorkspaceId::from_bare("000000000000000c").unwrap();
        let project = ProjectId::from_bare("000000000000000b").unwrap();
        let scope = scope(2, attached, project);
        assert_eq!(scope.reason_for(other, project), ScopeReason::NotAttached);
    }
}
