//! Policy sets.

mod delete;
mod get;
mod list;
mod matched;
mod policies;
mod put;
mod scope_names;

use domain::{Name, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use scope_names::ScopeNames;

/// A policy set.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches, each a member of its own"
)]
pub(super) struct PolicySet {
    /// Its id, `polset-…`.
    id: String,
    /// Its name, unique in its organization.
    name: String,
    /// Its organization.
    organization: String,
    /// What it is for.
    description: Option<String>,
    /// The language of its policies: `opa`.
    kind: &'static str,
    /// Whether failures of its `mandatory` policies can be overridden.
    overridable: bool,
    /// Whether a built-in error is the policy's error instead of undefined.
    strict: bool,
    /// Whether a version comes into force only when its unit tests pass.
    require_tests: bool,
    /// The Rego version that is declared, `v0` or `v1`; null when each file says itself which it is.
    rego_version: Option<&'static str>,
    /// Whether it applies to every workspace that is not excluded.
    global: bool,
    /// Names of the workspaces that it is attached to.
    workspaces: Vec<String>,
    /// Names of the projects that it is attached to.
    projects: Vec<String>,
    /// Names of the workspaces that are out, however else they would be in.
    excluded_workspaces: Vec<String>,
    /// Names of the projects that are out, however else they would be in.
    excluded_projects: Vec<String>,
    /// The number of the version in force.
    current_version: Option<u32>,
    /// The newest version's number, whatever became of it.
    newest_version: Option<u32>,
    /// How many policies are in force.
    policy_count: u32,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its page.
    url: String,
}

impl PolicySet {
    fn of(set: domain::PolicySet, names: &ScopeNames, organization: &Name, base_url: &str) -> Self {
        Self {
            id: set.id.to_string(),
            url: format!("{base_url}/orgs/{organization}/policy-sets/{}", set.name),
            name: set.name.to_string(),
            organization: organization.to_string(),
            description: set.description,
            kind: set.kind.as_str(),
            overridable: set.overridable,
            strict: set.strict,
            require_tests: set.require_tests,
            rego_version: set.dialect.map(domain::Dialect::as_str),
            global: set.scope.global,
            workspaces: names.workspaces(&set.scope.workspaces),
            projects: names.projects(&set.scope.projects),
            excluded_workspaces: names.workspaces(&set.scope.excluded_workspaces),
            excluded_projects: names.projects(&set.scope.excluded_projects),
            current_version: set.current_version,
            newest_version: set.newest_version,
            policy_count: set.policy_count,
            created_at: set.created_at,
            updated_at: set.updated_at,
        }
    }
}

/// A policy: an entry of a version's manifest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Policy {
    /// Its id, `pol-…`.
    id: String,
    /// Its name, unique in its set.
    name: String,
    /// What it is for.
    description: Option<String>,
    /// The Rego query.
    query: String,
    /// The level as written: `advisory`, `mandatory`, `soft_mandatory` or `hard_mandatory`.
    level: &'static str,
    /// Whether it is evaluated.
    enabled: bool,
    /// The file that the manifest names.
    file: Option<String>,
}

impl From<domain::Policy> for Policy {
    fn from(policy: domain::Policy) -> Self {
        Self {
            id: policy.id.to_string(),
            name: policy.name,
            description: policy.description,
            query: policy.query,
            level: policy.level.as_str(),
            enabled: policy.enabled,
            file: policy.file,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_policy_sets))
        .routes(routes!(
            get::get_policy_set,
            put::put_policy_set,
            delete::delete_policy_set
        ))
        .routes(routes!(policies::policies_in_force))
        .routes(routes!(matched::matched_workspaces))
}
