//! `PUT /organizations/{organization}`

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::path::InOrganization;
use super::super::{Authenticated, Json, PathOfNew, PutAnswer, put_status};
use super::Organization;
use crate::state::AppState;

/// An organization as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct PutOrganization {
    /// Whom to write to.
    email: Option<String>,
    /// Its choices about the gate.
    settings: Option<PutSettings>,
}

/// The choices that are to change.
#[derive(Debug, Deserialize, ToSchema)]
struct PutSettings {
    advisory_errors_block: Option<bool>,
    empty_checks_error: Option<bool>,
    wire_overrides_need_reason: Option<bool>,
    four_eyes: Option<bool>,
}

impl From<PutSettings> for service::PutSettings {
    fn from(put: PutSettings) -> Self {
        Self {
            advisory_errors_block: put.advisory_errors_block,
            empty_checks_error: put.empty_checks_error,
            wire_overrides_need_reason: put.wire_overrides_need_reason,
            four_eyes: put.four_eyes,
        }
    }
}

/// Creates or changes an organization. Only site admins create.
#[utoipa::path(
    put, path = "/organizations/{organization}", tag = "organizations", params(InOrganization),
    request_body = PutOrganization,
    responses(
        (status = 200, description = "Changed", body = Organization),
        (status = 201, description = "Created", body = Organization),
    )
)]
pub(in super::super) async fn put_organization(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    PathOfNew(at): PathOfNew<InOrganization>,
    Json(body): Json<PutOrganization>,
) -> PutAnswer<Organization> {
    let put = service::PutOrganization {
        email: body.email,
        settings: body.settings.map(Into::into).unwrap_or_default(),
        must_be_new: false,
    };
    let (organization, created) = state
        .services
        .put_organization(&caller, &at.organization, put)
        .await?;
    Ok((
        put_status(created),
        Json(Organization::of(organization, &state.base_url)),
    ))
}
