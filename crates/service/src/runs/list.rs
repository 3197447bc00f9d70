//! Looking at runs.

use std::time::Duration;

use domain::{Name, Page, PageRequest, Permission, Run, RunId, RunStatus};

use crate::access::{self, Access};
use crate::workspaces::readable_workspace;
use crate::{Caller, Error, Services};

/// Which runs are wanted.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only those of this workspace.
    pub workspace: Option<Name>,
    /// Only those in one of these; empty means any.
    pub statuses: Vec<RunStatus>,
}

impl Services {
    /// A page of an organization's runs, newest first; checks without their results.
    pub async fn list_runs(
        &self,
        caller: &Caller,
        organization: &Name,
        filter: &RunFilter,
        page: &PageRequest,
    ) -> Result<Page<Run>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let mut wanted = store::runs::RunFilter {
            statuses: filter.statuses.clone(),
            ..store::runs::RunFilter::default()
        };
        if let Some(name) = &filter.workspace {
            let workspace = readable_workspace(&mut conn, &access, name).await?;
            access.require_in(workspace.project_id, Permission::ReadRuns)?;
            wanted.workspace = Some(workspace.id);
        } else {
            access.require_anywhere(Permission::ReadRuns)?;
            wanted.projects = access.projects_with(Permission::ReadRuns);
        }
        Ok(store::runs::list(&mut conn, access.organization.id, &wanted, page).await?)
    }

    /// One run, with its checks and their results.
    pub async fn get_run(&self, caller: &Caller, id: RunId) -> Result<Run, Error> {
        let mut conn = self.read().await?;
        access::of_run(&mut conn, caller, id, Permission::ReadRuns).await?;
        store::runs::find(&mut conn, id)
            .await?
            .ok_or_else(|| Error::not_found("run", id))
    }

    /// The same, once nothing is being worked on or `patience` is over.
    pub async fn wait_run(
        &self,
        caller: &Caller,
        id: RunId,
        patience: Duration,
    ) -> Result<Run, Error> {
        self.wait_until(
            caller,
            id,
            patience,
            || self.get_run(caller, id),
            |run: &Run| run.status.is_settled(),
        )
        .await
    }
}
