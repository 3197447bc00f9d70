//! Browser sessions of the caller.

mod list;
mod revoke;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// A browser session, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// Its id, `sess-…`.
    id: String,
    /// Which browser it is, in the browser's own words.
    user_agent: Option<String>,
    /// From which address it was last used.
    address: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, to the minute.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<domain::Session> for Session {
    fn from(session: domain::Session) -> Self {
        Self {
            id: session.id.to_string(),
            user_agent: session.user_agent,
            address: session.address,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_sessions))
        .routes(routes!(revoke::revoke_session))
}
