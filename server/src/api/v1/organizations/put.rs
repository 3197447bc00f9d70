//! `PUT /organizations/{organization}`

use axum::extract::State;
use domain::{Name, OrganizationSettings};
use serde::Deserialize;
use service::{Caller, Kind};
use utoipa::ToSchema;

use super::super::path::InOrganization;
use super::super::{Authenticated, Json, Path, PutAnswer, put_status};
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

impl PutSettings {
    fn over(&self, now: OrganizationSettings) -> OrganizationSettings {
        OrganizationSettings {
            advisory_errors_block: self
                .advisory_errors_block
                .unwrap_or(now.advisory_errors_block),
            empty_checks_error: self.empty_checks_error.unwrap_or(now.empty_checks_error),
            wire_overrides_need_reason: self
                .wire_overrides_need_reason
                .unwrap_or(now.wire_overrides_need_reason),
            four_eyes: self.four_eyes.unwrap_or(now.four_eyes),
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
    Path(at): Path<InOrganization>,
    Json(body): Json<PutOrganization>,
) -> PutAnswer<Organization> {
    let settings = match &body.settings {
        Some(settings) => Some(settings.over(current(&state, &caller, &at.organization).await?)),
        None => None,
    };
    let put = service::PutOrganization {
        email: body.email,
        settings,
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

/// What the members that are absent keep; the defaults for an organization that is to be made.
async fn current(
    state: &AppState,
    caller: &Caller,
    name: &Name,
) -> Result<OrganizationSettings, service::Error> {
    match state.services.get_organization(caller, name).await {
        Ok(organization) => Ok(organization.settings),
        Err(error) if error.kind() == Kind::NotFound => Ok(OrganizationSettings::default()),
        Err(error) => Err(error),
    }
}
