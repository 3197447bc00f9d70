//! `DELETE …/members/{membership}`

use axum::extract::State;
use http::StatusCode;

use super::super::path::OfMembership;
use super::super::{Authenticated, ErrorAnswer, Path};
use crate::state::AppState;

/// Takes a member's role away.
#[utoipa::path(
    delete, path = "/organizations/{organization}/members/{membership}", tag = "members",
    params(OfMembership),
    responses((status = 204, description = "Gone"))
)]
pub(in super::super) async fn remove_member(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfMembership>,
) -> Result<StatusCode, ErrorAnswer> {
    state
        .services
        .remove_member(&caller, &at.organization, at.membership)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
