//! Runs.

use domain::{Page, ResourceChange, Run};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::UiError;
use crate::sent::Sent;

/// Everything that a run's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunDetail {
    /// The run with whole checks.
    pub run: Run,
    /// What its plan touches, worst first, cut where a page would be too long; empty while there is
    /// no plan.
    pub changes: Vec<ResourceChange>,
    /// Who could override its check, by name.
    pub approvers: Vec<String>,
}

/// A page of runs, newest first. A status or a workspace that cannot exist matches nothing.
#[server(prefix = "/ui", endpoint = "runs/list")]
pub async fn list_runs(
    organization: String,
    workspace: Option<String>,
    status: Option<String>,
    after: Option<String>,
) -> Result<Sent<Page<Run>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let Some(filter) = crate::ssr::run_filter(workspace.as_deref(), status.as_deref()) else {
        return Sent::of(&Page::default());
    };
    let page = domain::PageRequest { after, limit: None };
    let found = services
        .list_runs(&caller, &organization, &filter, &page)
        .await;
    Sent::of(&crate::ssr::or_empty(found, workspace)?)
}

/// A run with its checks and what its plan touches.
#[server(prefix = "/ui", endpoint = "runs/get")]
pub async fn get_run(run: String) -> Result<Sent<RunDetail>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let run = services
        .get_run(&caller, crate::ssr::parse_id(&run)?)
        .await?;
    let changes = match run.plan {
        Some(_) => crate::ssr::shown(services.plan_changes(&caller, run.id).await?),
        None => Vec::new(),
    };
    let approvers = crate::ssr::approvers(&services, &caller, &run).await?;
    Sent::of(&RunDetail {
        run,
        changes,
        approvers,
    })
}

/// Discards a run: nobody will apply it.
#[server(prefix = "/ui", endpoint = "runs/discard")]
pub async fn discard_run(run: String, reason: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let id = crate::ssr::parse_id(&run)?;
    let run = services
        .discard_run(&caller, id, crate::ssr::filled(reason))
        .await?;
    crate::ssr::done(
        &crate::model::Paths::of(&run.organization).run(run.id),
        "ok:The run is discarded.",
    );
    Ok(())
}

/// Confirms a run: it may be applied.
#[server(prefix = "/ui", endpoint = "runs/confirm")]
pub async fn confirm_run(run: String, reason: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let id = crate::ssr::parse_id(&run)?;
    let run = services
        .confirm_run(&caller, id, crate::ssr::filled(reason))
        .await?;
    crate::ssr::done(
        &crate::model::Paths::of(&run.organization).run(run.id),
        "ok:The run is confirmed.",
    );
    Ok(())
}

/// Cancels a run that is still being worked on.
#[server(prefix = "/ui", endpoint = "runs/cancel")]
pub async fn cancel_run(run: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let run = services
        .cancel_run(&caller, crate::ssr::parse_id(&run)?)
        .await?;
    crate::ssr::done(
        &crate::model::Paths::of(&run.organization).run(run.id),
        "ok:The run is canceled.",
    );
    Ok(())
}
