//! Runs: plans on their way through the gate.

mod cancel;
mod changes;
mod confirm;
mod discard;
mod get;
mod list;
mod plan;
mod submit;

use domain::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::checks::Check;
use crate::state::AppState;

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub struct Run {
    /// Its id, `run-…`.
    id: String,
    /// Its organization.
    organization: String,
    /// Its workspace's name.
    workspace: String,
    /// Its workspace's id, `ws-…`.
    workspace_id: String,
    /// `pending`, `planning`, `checking`, `needs_decision`, `checked`, `confirmed`, `discarded`,
    /// `canceled` or `errored`.
    status: &'static str,
    /// What its author said about it.
    message: Option<String>,
    /// Where it came from.
    source: String,
    /// The commit, as given.
    commit: Option<String>,
    /// The branch, as given.
    branch: Option<String>,
    /// Whether it will never be applied.
    dry: bool,
    /// Who started it, by name.
    created_by: String,
    /// SHA-256 of its plan, decompressed.
    plan_digest: Option<String>,
    /// What its plan would do.
    plan: Option<PlanSummary>,
    /// Its checks, oldest first. In lists they come without results.
    checks: Vec<Check>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its page.
    url: String,
}

/// What a plan would do, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanSummary {
    /// `format_version` of the document.
    format_version: String,
    /// Which Terraform or OpenTofu wrote it.
    terraform_version: Option<String>,
    /// Whether it leaves something to do, being limited to targets or with changes deferred: what is
    /// not in it was not checked.
    partial: bool,
    /// Resources to create, replacements included.
    add: u32,
    /// Resources to update in place.
    change: u32,
    /// Resources to delete, replacements included.
    destroy: u32,
    /// Resources in the plan, untouched ones included.
    resources: u32,
    /// Size of the document in bytes, decompressed.
    bytes: u64,
}

impl From<domain::PlanSummary> for PlanSummary {
    fn from(plan: domain::PlanSummary) -> Self {
        Self {
            format_version: plan.format_version,
            terraform_version: plan.terraform_version,
            partial: plan.is_partial,
            add: plan.add,
            change: plan.change,
            destroy: plan.destroy,
            resources: plan.resources,
            bytes: plan.bytes,
        }
    }
}

impl Run {
    fn of(run: domain::Run, base_url: &str) -> Self {
        Self {
            id: run.id.to_string(),
            url: format!("{base_url}/orgs/{}/runs/{}", run.organization, run.id),
            organization: run.organization.to_string(),
            workspace: run.workspace.to_string(),
            workspace_id: run.workspace_id.to_string(),
            status: run.status.as_str(),
            message: run.message,
            source: run.source,
            commit: run.commit,
            branch: run.branch,
            dry: run.is_dry,
            created_by: run.created_by,
            plan_digest: run.plan_digest.map(|digest| digest.to_string()),
            plan: run.plan.map(PlanSummary::from),
            checks: run
                .checks
                .into_iter()
                .map(|check| Check::of(check, base_url))
                .collect(),
            created_at: run.created_at,
            updated_at: run.updated_at,
        }
    }
}

/// Why someone decided about a run.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DecisionBody {
    /// The reason; may be absent.
    reason: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_runs))
        .routes(routes!(get::get_run))
        .routes(routes!(changes::plan_changes))
        .routes(routes!(plan::plan_json))
        .routes(routes!(confirm::confirm_run))
        .routes(routes!(discard::discard_run))
        .routes(routes!(cancel::cancel_run))
}

/// Routes that take large bodies, and longer.
pub(super) fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(submit::submit_run))
}
