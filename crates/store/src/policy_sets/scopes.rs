//! Attachments of policy sets: the part of a scope that is rows.

use std::collections::HashMap;

use domain::{OrganizationId, PolicySet, PolicySetId, ProjectId, Scope, WorkspaceId};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

statements! { "policy_set_attachments";
    ATTACH_WORKSPACE = "
insert into policy_set_attachments (policy_set_id, workspace_id, project_id, excluded)
values ($1, $2, null, $3)";
    ATTACH_PROJECT = "
insert into policy_set_attachments (policy_set_id, workspace_id, project_id, excluded)
values ($1, null, $2, $3)";
    CLEAR = "
delete from policy_set_attachments
where policy_set_id = $1";
    LIST = "
select a.policy_set_id, a.workspace_id, a.project_id, a.excluded
from policy_set_attachments a
where a.policy_set_id = $1";
    LIST_FOR_ORGANIZATION = "
select a.policy_set_id, a.workspace_id, a.project_id, a.excluded
from policy_set_attachments a
join policy_sets s on s.id = a.policy_set_id
where s.organization_id = $1";
}

/// Writes the attachments of a set that has none.
pub(super) async fn write(tx: &mut Tx, set: PolicySetId, scope: &Scope) -> Result<(), StoreError> {
    for (workspaces, excluded) in [
        (&scope.workspaces, false),
        (&scope.excluded_workspaces, true),
    ] {
        for workspace in workspaces {
            let params = params![set, workspace, excluded];
            tx.run(ATTACH_WORKSPACE, params).await?;
        }
    }
    for (projects, excluded) in [(&scope.projects, false), (&scope.excluded_projects, true)] {
        for project in projects {
            let params = params![set, project, excluded];
            tx.run(ATTACH_PROJECT, params).await?;
        }
    }
    Ok(())
}

/// Removes the attachments of a set.
pub(super) async fn clear(tx: &mut Tx, set: PolicySetId) -> Result<(), StoreError> {
    tx.run(CLEAR, params![set]).await.map(drop)
}

/// Adds the attachments of one set to its scope.
pub(super) async fn read_one(
    conn: &mut Conn,
    set: PolicySetId,
    scope: &mut Scope,
) -> Result<(), StoreError> {
    for row in conn.all(LIST, params![set]).await? {
        read(&row, scope)?;
    }
    Ok(())
}

/// Adds the attachments of an organization's sets to their scopes, in one query.
pub(super) async fn read_all(
    conn: &mut Conn,
    organization: OrganizationId,
    sets: &mut [PolicySet],
) -> Result<(), StoreError> {
    let rows = conn
        .all(LIST_FOR_ORGANIZATION, params![organization])
        .await?;
    let mut scopes: HashMap<PolicySetId, &mut Scope> = sets
        .iter_mut()
        .map(|set| (set.id, &mut set.scope))
        .collect();
    for row in rows {
        // Sets of other pages have attachments, too.
        if let Some(scope) = scopes.get_mut(&row.text("policy_set_id")?) {
            read(&row, scope)?;
        }
    }
    Ok(())
}

fn read(row: &Row, scope: &mut Scope) -> Result<(), StoreError> {
    let excluded = row.flag("excluded")?;
    if let Some(workspace) = row.maybe_text::<WorkspaceId>("workspace_id")? {
        if excluded {
            scope.excluded_workspaces.insert(workspace);
        } else {
            scope.workspaces.insert(workspace);
        }
    }
    if let Some(project) = row.maybe_text::<ProjectId>("project_id")? {
        if excluded {
            scope.excluded_projects.insert(project);
        } else {
            scope.projects.insert(project);
        }
    }
    Ok(())
}
