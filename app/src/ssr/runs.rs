//! What server functions about runs share.

use domain::{Check, CheckStatus, Page, ResourceChange, Run, RunStatus};
use service::{Caller, Kind, RunFilter, Services};

use super::error::with_status;
use crate::error::UiError;

/// The filter that an address asks for; `None` when nothing can match it.
pub(crate) fn run_filter(workspace: Option<&str>, status: Option<&str>) -> Option<RunFilter> {
    let mut filter = RunFilter::default();
    if let Some(workspace) = workspace.map(str::trim).filter(|text| !text.is_empty()) {
        filter.workspace = Some(workspace.parse().ok()?);
    }
    if let Some(status) = status.filter(|text| !text.is_empty()) {
        filter.statuses = vec![RunStatus::parse(status)?];
    }
    Some(filter)
}

/// A list that names a workspace which is not there is empty, not an error: people type filters.
pub(crate) fn or_empty(
    found: Result<Page<Run>, service::Error>,
    workspace: Option<String>,
) -> Result<Page<Run>, UiError> {
    match found {
        Err(error) if error.kind() == Kind::NotFound && workspace.is_some() => Ok(Page::default()),
        other => Ok(other?),
    }
}

/// How many resources a run's page lists.
const MOST_RESOURCES: usize = 1_000;

/// The changes that a run's page lists: the worst, when there are too many for a page.
pub(crate) fn shown(changes: Vec<ResourceChange>) -> Vec<ResourceChange> {
    let (touched, untouched) = crate::model::by_action(changes);
    touched
        .into_iter()
        .chain(untouched)
        .take(MOST_RESOURCES)
        .map(|(_, change)| change)
        .collect()
}

/// The check of `run` that an address names.
pub(crate) fn check_of<'a>(run: &'a Run, check: &str) -> Result<&'a Check, UiError> {
    run.checks
        .iter()
        .find(|one| one.id.to_string() == check)
        .ok_or_else(|| with_status(UiError::not_found("this run has no such policy check")))
}

/// Who could override the run's check, when it waits for that.
pub(crate) async fn approvers(
    services: &Services,
    caller: &Caller,
    run: &Run,
) -> Result<Vec<String>, UiError> {
    match run
        .checks
        .iter()
        .find(|check| check.status == CheckStatus::SoftFailed)
    {
        Some(check) => Ok(services.who_may_override(caller, check.id).await?),
        None => Ok(Vec::new()),
    }
}
