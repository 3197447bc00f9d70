//! The audit log.

mod list;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// One thing that someone did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEntry {
    /// Its id, `aud-…`.
    id: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who, by the name that was theirs then.
    actor: String,
    /// The user's id, when it was a user.
    actor_id: Option<String>,
    /// How they came.
    via: String,
    /// From which address.
    address: Option<String>,
    /// What was done, `policy_set.create`.
    action: String,
    /// To what.
    subject: AuditSubject,
    /// What there is to say about it.
    detail: Option<String>,
    /// The request that did it.
    request_id: Option<String>,
}

/// What an entry is about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditSubject {
    /// The noun, `policy_set`.
    kind: String,
    /// Its id, `polset-…`.
    id: String,
    /// Its name then.
    name: String,
}

impl From<domain::AuditEntry> for AuditEntry {
    fn from(entry: domain::AuditEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            at: entry.at,
            actor: entry.actor,
            actor_id: entry.actor_id,
            via: entry.via,
            address: entry.address,
            action: entry.action,
            subject: AuditSubject {
                kind: entry.subject.kind,
                id: entry.subject.id,
                name: entry.subject.name,
            },
            detail: entry.detail,
            request_id: entry.request_id,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list::list_audit))
}
