//! Runs.

use domain::{CheckStatus, Page, PageRequest, ResourceChange, Run, RunStatus};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::UiError;

/// Everything that a run's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunDetail {
    /// The run with whole checks.
    pub run: Run,
    /// What its plan touches.
    pub changes: Vec<ResourceChange>,
}

/// A page of runs, newest first. `status` is a run's or a check's.
#[server(prefix = "/ui", endpoint = "runs/list")]
pub async fn list_runs(
    organization: String,
    workspace: Option<String>,
    status: Option<String>,
    search: Option<String>,
    after: Option<String>,
) -> Result<Page<Run>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let status = status.unwrap_or_default();
    let filter = service::RunFilter {
        workspace: crate::ssr::optional_name(workspace.as_deref())?,
        statuses: RunStatus::parse(&status).into_iter().collect(),
        check_statuses: CheckStatus::parse(&status).into_iter().collect(),
        search: search.filter(|search| !search.trim().is_empty()),
    };
    let page = PageRequest { after, limit: None };
    Ok(services
        .list_runs(&caller, &organization, &filter, &page)
        .await?)
}

/// A run with its checks and what its plan touches.
#[server(prefix = "/ui", endpoint = "runs/get")]
pub async fn get_run(run: String) -> Result<RunDetail, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let id = crate::ssr::parse_id(&run)?;
    let run = services.get_run(&caller, id).await?;
    let changes = services.plan_changes(&caller, id).await?;
    Ok(RunDetail { run, changes })
}

/// Discards a run: nobody will apply it.
#[server(prefix = "/ui", endpoint = "runs/discard")]
pub async fn discard_run(run: String, reason: Option<String>) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let id = crate::ssr::parse_id(&run)?;
    let run = services
        .discard_run(&caller, id, reason.filter(|text| !text.trim().is_empty()))
        .await?;
    crate::ssr::redirect(&crate::model::Paths::of(&run.organization).run(run.id));
    Ok(())
}

/// Confirms a run: it may be applied.
#[server(prefix = "/ui", endpoint = "runs/confirm")]
pub async fn confirm_run(run: String, reason: Option<String>) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let id = crate::ssr::parse_id(&run)?;
    let run = services
        .confirm_run(&caller, id, reason.filter(|text| !text.trim().is_empty()))
        .await?;
    crate::ssr::redirect(&crate::model::Paths::of(&run.organization).run(run.id));
    Ok(())
}

/// Cancels a run that is still being worked on.
#[server(prefix = "/ui", endpoint = "runs/cancel")]
pub async fn cancel_run(run: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let run = services
        .cancel_run(&caller, crate::ssr::parse_id(&run)?)
        .await?;
    crate::ssr::redirect(&crate::model::Paths::of(&run.organization).run(run.id));
    Ok(())
}
