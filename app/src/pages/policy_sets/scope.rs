//! A scope in one line.

use domain::Scope;

use crate::model::count;

/// Where a set applies, in a few words: "every workspace, except 2 workspaces".
pub(in crate::pages) fn scope_summary(scope: &Scope) -> String {
    let some = |workspaces: usize, projects: usize| {
        let mut parts = Vec::new();
        if workspaces > 0 {
            parts.push(count(number(workspaces), "workspace", "workspaces"));
        }
        if projects > 0 {
            parts.push(count(number(projects), "project", "projects"));
        }
        parts.join(" and ")
    };
    let included = if scope.global {
        "every workspace".to_owned()
    } else {
        some(scope.workspaces.len(), scope.projects.len())
    };
    if included.is_empty() {
        return "no workspace yet".to_owned();
    }
    let excluded = some(
        scope.excluded_workspaces.len(),
        scope.excluded_projects.len(),
    );
    if excluded.is_empty() {
        included
    } else {
        format!("{included}, except {excluded}")
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use domain::{ProjectId, WorkspaceId};

    use super::*;

    fn scope() -> Scope {
        Scope::default()
    }

    fn workspace(last: char) -> WorkspaceId {
        WorkspaceId::from_bare(&format!("000000000000000{last}")).unwrap()
    }

    #[test]
    fn a_scope_is_said_in_one_line() {
        let project = ProjectId::from_bare("000000000000000p").unwrap();
        let global = Scope {
            global: true,
            ..scope()
        };
        assert_eq!(scope_summary(&global), "every workspace");
        let except = Scope {
            excluded_workspaces: [workspace('a'), workspace('b')].into(),
            excluded_projects: [project].into(),
            ..global
        };
        assert_eq!(
            scope_summary(&except),
            "every workspace, except 2 workspaces and 1 project"
        );
        let chosen = Scope {
            workspaces: [workspace('a')].into(),
            projects: [project].into(),
            ..scope()
        };
        assert_eq!(scope_summary(&chosen), "1 workspace and 1 project");
    }

    #[test]
    fn a_set_that_is_attached_to_nothing_says_so_whatever_it_excludes() {
        assert_eq!(scope_summary(&scope()), "no workspace yet");
        let excluding = Scope {
            excluded_workspaces: [workspace('a')].into(),
            ..scope()
        };
        assert_eq!(scope_summary(&excluding), "no workspace yet");
    }
}
