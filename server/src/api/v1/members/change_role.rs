//! `PATCH …/members/{membership}`

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::path::OfMembership;
use super::super::{Authenticated, ErrorAnswer, Json, Path};
use crate::state::AppState;

/// Which role it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct RoleBody {
    /// The role's name.
    #[serde(default)]
    role: String,
}

/// Gives a member another role.
#[utoipa::path(
    patch, path = "/organizations/{organization}/members/{membership}", tag = "members",
    params(OfMembership), request_body = RoleBody,
    responses((status = 204, description = "Changed"))
)]
pub(in super::super) async fn change_member_role(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfMembership>,
    Json(body): Json<RoleBody>,
) -> Result<StatusCode, ErrorAnswer> {
    state
        .services
        .change_member_role(&caller, &at.organization, at.membership, &body.role)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
