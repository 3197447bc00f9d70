//! `DELETE /organizations/{organization}/policy-sets/{policy_set}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfPolicySet;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Deletes a policy set. Checks that used it keep their results.
#[utoipa::path(
    delete, path = "/organizations/{organization}/policy-sets/{policy_set}", tag = "policy sets",
    params(OfPolicySet),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn delete_policy_set(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicySet>,
) -> Result<StatusCode, ErrorAnswer> {
    state
        .services
        .delete_policy_set(&caller, &at.organization, &at.policy_set)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
