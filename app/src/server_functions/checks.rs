//! Policy checks.

use domain::Run;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::UiError;
use crate::sent::Sent;

/// Everything that a policy check's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDetail {
    /// Its run, with whole checks.
    pub run: Run,
    /// Who could override it, by name.
    pub approvers: Vec<String>,
}

/// A policy check, within its run.
#[server(prefix = "/ui", endpoint = "checks/get")]
pub async fn get_check(run: String, check: String) -> Result<Sent<CheckDetail>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let run = services
        .get_run(&caller, crate::ssr::parse_id(&run)?)
        .await?;
    crate::ssr::check_of(&run, &check)?;
    let approvers = crate::ssr::approvers(&services, &caller, &run).await?;
    Sent::of(&CheckDetail { run, approvers })
}

/// Lets a soft-failed check through. `policies` are those of the form that were ticked, as
/// `set/policy`.
#[server(prefix = "/ui", endpoint = "checks/override")]
pub async fn override_check(
    check: String,
    reason: String,
    #[server(default)] policies: Vec<String>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let request = service::OverrideRequest {
        reason: Some(reason),
        policies: Some(policies),
    };
    let check = services
        .override_check(&caller, crate::ssr::parse_id(&check)?, request)
        .await?;
    let page = crate::model::Paths::of(&check.organization).check(check.run_id, check.id);
    let entry = check
        .overrides
        .last()
        .map(|one| format!("#{}", one.id))
        .unwrap_or_default();
    crate::ssr::done(
        &format!("{page}{entry}"),
        "ok:The check is overridden: its run may continue.",
    );
    Ok(())
}
