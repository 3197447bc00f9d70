//! `GET …/policy-sets/{policy_set}/versions`

use axum::extract::State;

use super::super::path::OfPolicySet;
use super::super::{Answer, Authenticated, Json, List, PageQuery, Path, Query};
use super::Version;
use crate::state::AppState;

/// Lists the versions of a policy set, newest first.
#[utoipa::path(
    get, path = "/organizations/{organization}/policy-sets/{policy_set}/versions",
    tag = "versions", params(OfPolicySet, PageQuery),
    responses((status = 200, description = "A page of versions", body = List<Version>))
)]
pub(in super::super) async fn list_versions(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
    Query(page): Query<PageQuery>,
) -> Answer<List<Version>> {
    let page = state
        .services
        .list_versions(&caller, &at.organization, &at.policy_set, &page.into())
        .await?;
    Ok(Json(List::page(page, |version| {
        Version::of(version, &at.organization, &at.policy_set, &state.base_url)
    })))
}
