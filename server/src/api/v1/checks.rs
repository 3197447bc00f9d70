//! Policy checks: what became of each policy, and who let it through.

mod get;
mod input;
mod log;
mod override_check;
mod result;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

pub(crate) use input::shape;
pub use result::{Counts, PolicyResult};

/// A policy check with its results.
#[derive(Debug, Serialize, ToSchema)]
pub struct Check {
    /// Its id, `polchk-…`.
    id: String,
    /// The run it belongs to, `run-…`.
    run_id: String,
    /// When in the run: `post_plan`.
    stage: &'static str,
    /// `pending`, `queued`, `running`, `passed`, `soft_failed`, `hard_failed`, `overridden`,
    /// `errored`, `canceled` or `unreachable`.
    status: &'static str,
    /// How its policies ended.
    counts: Counts,
    /// How many policies it will have evaluated, once that is known.
    policy_total: Option<u32>,
    /// How many of them have an answer already; told about once a second while the check runs.
    policy_done: u32,
    /// What became of each policy, failures first.
    results: Vec<PolicyResult>,
    /// Who let it through, if anyone.
    overrides: Vec<Override>,
    /// SHA-256 of the plan it is about, `sha256:…`.
    plan_digest: Option<String>,
    /// Which engine answered.
    engine: Option<String>,
    /// Why it has no answer, when the reason is no single policy's.
    error: Option<String>,
    /// When what happened.
    timestamps: Timestamps,
    /// Its page.
    url: String,
}

/// That someone let a soft-failed check through.
#[derive(Debug, Serialize, ToSchema)]
pub struct Override {
    /// Who, by the name that was theirs then.
    by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why; null where the surface did not ask.
    reason: Option<String>,
    /// The surface it came through: `native`, `ui`, `tfe` or `scalr`.
    via: String,
    /// The policies it covers, as `set/policy`.
    policies: Vec<String>,
}

/// When what happened to a check.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names of the wire")]
pub struct Timestamps {
    /// It was created with its run.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Its plan was there.
    #[schema(value_type = Option<String>, format = DateTime)]
    queued_at: Option<Timestamp>,
    /// A worker (last) took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// It had its answer.
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
}

impl Check {
    /// The wire form of `check`.
    pub fn of(check: domain::Check, base_url: &str) -> Self {
        Self {
            id: check.id.to_string(),
            run_id: check.run_id.to_string(),
            stage: check.stage.as_str(),
            status: check.status.as_str(),
            counts: check.counts.into(),
            policy_total: check.policy_total,
            policy_done: check.policy_done,
            url: format!(
                "{base_url}/orgs/{}/runs/{}/checks/{}",
                check.organization, check.run_id, check.id
            ),
            results: check.results.into_iter().map(PolicyResult::from).collect(),
            overrides: check.overrides.into_iter().map(Override::from).collect(),
            plan_digest: check.plan_digest.map(|digest| digest.to_string()),
            engine: check.engine,
            error: check.error,
            timestamps: Timestamps {
                created_at: check.created_at,
                queued_at: check.queued_at,
                started_at: check.started_at,
                finished_at: check.finished_at,
            },
        }
    }
}

impl From<domain::Override> for Override {
    fn from(decision: domain::Override) -> Self {
        Self {
            by: decision.by,
            at: decision.at,
            reason: decision.reason,
            via: decision.via,
            policies: decision.policies,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get::get_check))
        .routes(routes!(override_check::override_check))
        .routes(routes!(log::check_log))
        .routes(routes!(input::policy_input))
}
