//! `PUT /organizations/{organization}/policy-sets/{policy_set}`

use axum::extract::State;
use domain::Dialect;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::super::path::OfPolicySet;
use super::super::{Authenticated, Json, PathOfNew, PutAnswer, put_status};
use super::{PolicySet, ScopeNames};
use crate::state::AppState;

/// A policy set as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(
    clippy::option_option,
    reason = "absent, null and given are three things here"
)]
pub(in super::super) struct PutPolicySet {
    /// What it is for.
    description: Option<String>,
    /// Whether failures of its `mandatory` policies can be overridden.
    overridable: Option<bool>,
    /// Whether a built-in error is the policy's error instead of undefined.
    strict: Option<bool>,
    /// Whether a version comes into force only when its unit tests pass; one without tests does not.
    require_tests: Option<bool>,
    /// The Rego version to declare, `v0` or `v1`: versions that are uploaded from now on, and policies that
    /// are managed one by one, are read as that and nothing else. Null takes a declaration back; without
    /// one each file says itself which it is.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    rego_version: Option<Option<Dialect>>,
    /// Whether it applies to every workspace that is not excluded.
    global: Option<bool>,
    /// Names of the workspaces that it is attached to.
    workspaces: Option<Vec<String>>,
    /// Names of the projects that it is attached to.
    projects: Option<Vec<String>>,
    /// Names of the workspaces that are out, however else they would be in.
    excluded_workspaces: Option<Vec<String>>,
    /// Names of the projects that are out, however else they would be in.
    excluded_projects: Option<Vec<String>>,
}

/// A member that is there, were it null: only one that is absent keeps what was.
#[expect(
    clippy::option_option,
    reason = "absent, null and given are three things here"
)]
fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// Creates or changes a policy set and says where it applies.
#[utoipa::path(
    put, path = "/organizations/{organization}/policy-sets/{policy_set}", tag = "policy sets",
    params(OfPolicySet), request_body = PutPolicySet,
    responses(
        (status = 200, description = "Changed", body = PolicySet),
        (status = 201, description = "Created", body = PolicySet),
    )
)]
pub(in super::super) async fn put_policy_set(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    PathOfNew(at): PathOfNew<OfPolicySet>,
    Json(body): Json<PutPolicySet>,
) -> PutAnswer<PolicySet> {
    let put = service::PutPolicySet {
        description: body.description,
        overridable: body.overridable,
        strict: body.strict,
        require_tests: body.require_tests,
        dialect: body.rego_version,
        global: body.global,
        workspaces: body.workspaces,
        projects: body.projects,
        excluded_workspaces: body.excluded_workspaces,
        excluded_projects: body.excluded_projects,
        must_be_new: false,
    };
    let (set, created) = state
        .services
        .put_policy_set(&caller, &at.organization, &at.policy_set, put)
        .await?;
    let sets = [set];
    let names = ScopeNames::load(&state, &caller, &at.organization, &sets).await?;
    let [set] = sets;
    let set = PolicySet::of(set, &names, &at.organization, &state.base_url);
    Ok((put_status(created), Json(set)))
}
