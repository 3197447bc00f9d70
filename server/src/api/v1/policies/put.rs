//! `PUT /organizations/{organization}/policies/{policy}`

use axum::extract::State;
use domain::WrittenLevel;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::path::OfPolicy;
use super::super::{Authenticated, Json, PathOfNew, PutAnswer, put_status};
use super::ManagedPolicy;
use crate::state::AppState;

/// A policy as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct PutManagedPolicy {
    /// What it is for.
    description: Option<String>,
    /// The Rego query, `data.tags.deny`: a set or list that is empty when all is well. A new
    /// policy needs it.
    query: Option<String>,
    /// `advisory`, `mandatory` (which a new policy is that does not say), `soft_mandatory` or
    /// `hard_mandatory`.
    #[schema(value_type = Option<String>)]
    level: Option<WrittenLevel>,
    /// Its Rego, one module. A new policy needs it.
    source: Option<String>,
    /// Names of the policy sets that it is to be in: these and no others.
    policy_sets: Option<Vec<String>>,
}

/// Creates or changes a policy and says which policy sets it is in. A source that does not compile
/// changes nothing.
#[utoipa::path(
    put, path = "/organizations/{organization}/policies/{policy}", tag = "policies",
    params(OfPolicy), request_body = PutManagedPolicy,
    responses(
        (status = 200, description = "Changed", body = ManagedPolicy),
        (status = 201, description = "Created", body = ManagedPolicy),
    )
)]
pub(in super::super) async fn put_policy(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    PathOfNew(at): PathOfNew<OfPolicy>,
    Json(body): Json<PutManagedPolicy>,
) -> PutAnswer<ManagedPolicy> {
    let put = service::PutPolicy {
        description: body.description,
        query: body.query,
        level: body.level,
        source: body.source,
        policy_sets: body.policy_sets,
        must_be_new: false,
    };
    let (managed, created) = state
        .services
        .put_policy(&caller, &at.organization, &at.policy, put)
        .await?;
    let policy = ManagedPolicy::of(managed, None, &at.organization, &state.base_url);
    Ok((put_status(created), Json(policy)))
}
