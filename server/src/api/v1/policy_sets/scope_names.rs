//! The names behind the ids of a scope. Requests say names, so answers do.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Name, PolicySet, ProjectId, Scope, WorkspaceId};
use service::Caller;

use crate::state::AppState;

/// Names of workspaces and projects, by id.
#[derive(Debug, Default)]
pub(super) struct ScopeNames {
    workspaces: BTreeMap<WorkspaceId, String>,
    projects: BTreeMap<ProjectId, String>,
}

impl ScopeNames {
    /// Loads what `sets` need; nothing when they name neither workspaces nor projects.
    pub(super) async fn load(
        state: &AppState,
        caller: &Caller,
        organization: &Name,
        sets: &[PolicySet],
    ) -> Result<Self, service::Error> {
        let mut names = Self::default();
        // Which set is asked does not matter: the answer lists every workspace.
        if let Some(set) = sets.iter().find(|set| names_workspaces(&set.scope)) {
            names.workspaces = state
                .services
                .matched_workspaces(caller, organization, &set.name)
                .await?
                .into_iter()
                .map(|one| (one.workspace_id, one.workspace.to_string()))
                .collect();
        }
        if sets.iter().any(|set| names_projects(&set.scope)) {
            names.projects = state
                .services
                .list_projects(caller, organization)
                .await?
                .into_iter()
                .map(|one| (one.id, one.name))
                .collect();
        }
        Ok(names)
    }

    /// The names of these workspaces, in order; the id of one that the caller may not see.
    pub(super) fn workspaces(&self, ids: &BTreeSet<WorkspaceId>) -> Vec<String> {
        sorted(ids.iter().map(|id| {
            self.workspaces
                .get(id)
                .cloned()
                .unwrap_or_else(|| id.to_string())
        }))
    }

    /// The names of these projects, in order; the id of one that the caller may not see.
    pub(super) fn projects(&self, ids: &BTreeSet<ProjectId>) -> Vec<String> {
        sorted(ids.iter().map(|id| {
            self.projects
                .get(id)
                .cloned()
                .unwrap_or_else(|| id.to_string())
        }))
    }
}

fn names_workspaces(scope: &Scope) -> bool {
    !(scope.workspaces.is_empty() && scope.excluded_workspaces.is_empty())
}

fn names_projects(scope: &Scope) -> bool {
    !(scope.projects.is_empty() && scope.excluded_projects.is_empty())
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
