//! `GET /organizations/{organization}/audit`

use axum::extract::State;
use serde::Deserialize;
use service::AuditFilter;
use utoipa::IntoParams;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, PageQuery, Path, Query};
use super::AuditEntry;
use crate::state::AppState;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct AuditQuery {
    /// The actor's name.
    actor: Option<String>,
    /// The action, or its beginning.
    action: Option<String>,
    /// The subject's id, as shown.
    subject: Option<String>,
}

/// Lists what was done in an organization, newest first.
#[utoipa::path(
    get, path = "/organizations/{organization}/audit", tag = "audit",
    params(InOrganization, AuditQuery, PageQuery),
    responses((status = 200, description = "A page of entries", body = List<AuditEntry>))
)]
pub(in super::super) async fn list_audit(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
    Query(query): Query<AuditQuery>,
    Query(page): Query<PageQuery>,
) -> Answer<List<AuditEntry>> {
    let some = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = AuditFilter {
        actor: some(query.actor),
        action: some(query.action),
        subject: some(query.subject),
    };
    let page = state
        .services
        .list_audit(&caller, &at.organization, &filter, &page.into())
        .await?;
    Ok(Json(List::page(page, AuditEntry::from)))
}
