//! `GET …/members` and `GET …/roles`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, Path};
use super::Membership;
use crate::state::AppState;

/// A name for a set of permissions.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Role {
    /// Its id, `role-…`.
    id: String,
    /// Its name.
    name: String,
    /// Whether it came with the organization.
    is_builtin: bool,
    /// What it allows; `*` is everything.
    permissions: Vec<String>,
}

impl From<domain::Role> for Role {
    fn from(role: domain::Role) -> Self {
        let permissions = role.permissions.to_stored();
        Self {
            id: role.id.to_string(),
            name: role.name,
            is_builtin: role.is_builtin,
            permissions: permissions.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

/// Lists the members of an organization, by name.
#[utoipa::path(
    get, path = "/organizations/{organization}/members", tag = "members", params(InOrganization),
    responses((status = 200, description = "The members", body = List<Membership>))
)]
pub(in super::super) async fn list_members(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<List<Membership>> {
    let members = state
        .services
        .list_members(&caller, &at.organization)
        .await?;
    Ok(Json(List::whole(members.memberships, Membership::from)))
}

/// Lists the roles that can be given in an organization.
#[utoipa::path(
    get, path = "/organizations/{organization}/roles", tag = "members", params(InOrganization),
    responses((status = 200, description = "The roles", body = List<Role>))
)]
pub(in super::super) async fn list_roles(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
) -> Answer<List<Role>> {
    let members = state
        .services
        .list_members(&caller, &at.organization)
        .await?;
    Ok(Json(List::whole(members.roles, Role::from)))
}
