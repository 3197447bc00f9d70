//! `DELETE /organizations/{organization}/policies/{policy}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfPolicy;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Deletes a policy, out of its policy sets too. Checks that used it keep their results.
#[utoipa::path(
    delete, path = "/organizations/{organization}/policies/{policy}", tag = "policies",
    params(OfPolicy),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn delete_policy(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfPolicy>,
) -> Result<StatusCode, ErrorAnswer> {
    state
        .services
        .delete_policy(&caller, &at.organization, &at.policy)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
