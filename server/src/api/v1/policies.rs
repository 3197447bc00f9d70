//! Policies that are managed one by one.

mod delete;
mod get;
mod list;
mod put;

use domain::{Name, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// A policy that is managed on its own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ManagedPolicy {
    /// Its id, `pol-…`.
    id: String,
    /// Its name, unique in its organization.
    name: String,
    /// Its organization.
    organization: String,
    /// What it is for.
    description: Option<String>,
    /// The Rego query.
    query: String,
    /// The level as written: `advisory`, `mandatory`, `soft_mandatory` or `hard_mandatory`.
    level: &'static str,
    /// Its Rego. Lists leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Names of the policy sets that it is in.
    policy_sets: Vec<String>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its page.
    url: String,
}

impl ManagedPolicy {
    fn of(
        managed: domain::ManagedPolicy,
        source: Option<String>,
        organization: &Name,
        base_url: &str,
    ) -> Self {
        let policy = managed.policy;
        Self {
            id: policy.id.to_string(),
            url: format!("{base_url}/orgs/{organization}/policies/{}", policy.name),
            name: policy.name,
            organization: organization.to_string(),
            description: policy.description,
            query: policy.query,
            level: policy.level.as_str(),
            source,
            policy_sets: managed.policy_sets.iter().map(Name::to_string).collect(),
            created_at: managed.created_at,
            updated_at: managed.updated_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_policies))
        .routes(routes!(
            get::get_policy,
            put::put_policy,
            delete::delete_policy
        ))
}
