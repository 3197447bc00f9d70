//! Members: who has which role where.

mod change_role;
mod invite;
mod list;
mod remove;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// That a user has a role in an organization or in one of its projects.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Membership {
    /// Its id, `mbr-…`.
    id: String,
    /// Who, `user-…`.
    user_id: String,
    /// Who, as they sign in.
    userid: String,
    /// Who, by name.
    name: String,
    /// Their e-mail.
    email: Option<String>,
    /// The project's name; null when it is the whole organization.
    project: Option<String>,
    /// Which role, by name.
    role: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<domain::Membership> for Membership {
    fn from(membership: domain::Membership) -> Self {
        Self {
            id: membership.id.to_string(),
            user_id: membership.user_id.to_string(),
            userid: membership.userid,
            name: membership.user_name,
            email: membership.email,
            project: membership.project,
            role: membership.role,
            created_at: membership.created_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_members, invite::invite_member))
        .routes(routes!(list::list_roles))
        .routes(routes!(
            change_role::change_member_role,
            remove::remove_member
        ))
}
