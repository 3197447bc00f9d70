//! Who the token belongs to.

mod whoami;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct User {
    /// Their id, `user-…`.
    id: String,
    /// What they sign in with.
    userid: String,
    /// Their name.
    name: String,
    /// Their e-mail address.
    email: Option<String>,
    /// `person` or `service`.
    kind: &'static str,
    /// Whether they may do everything everywhere.
    is_site_admin: bool,
    /// When they were created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<domain::User> for User {
    fn from(user: domain::User) -> Self {
        Self {
            id: user.id.to_string(),
            userid: user.userid.to_string(),
            name: user.name,
            email: user.email,
            kind: user.kind.as_str(),
            is_site_admin: user.is_site_admin,
            created_at: user.created_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(whoami::whoami))
}
