//! Organizations.

mod get;
mod list;
mod put;

use domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Organization {
    /// Its id, `org-…`.
    id: String,
    /// Its name, unique on the server.
    name: String,
    /// Whom to write to.
    email: Option<String>,
    /// Its choices about the gate.
    settings: Settings,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Its page.
    url: String,
}

/// The choices of an organization about its gate.
#[derive(Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, as in domain"
)]
pub(super) struct Settings {
    /// An errored advisory policy blocks as an errored mandatory one does.
    advisory_errors_block: bool,
    /// A check to which no policy applies is errored instead of passed.
    empty_checks_error: bool,
    /// Overrides through the TFE and Scalr APIs need a reason too.
    wire_overrides_need_reason: bool,
    /// Whoever started a run, and service accounts, may not override its check.
    four_eyes: bool,
}

impl Organization {
    fn of(organization: domain::Organization, base_url: &str) -> Self {
        let settings = organization.settings;
        Self {
            id: organization.id.to_string(),
            url: format!("{base_url}/orgs/{}", organization.name),
            name: organization.name.to_string(),
            email: organization.email,
            settings: Settings {
                advisory_errors_block: settings.advisory_errors_block,
                empty_checks_error: settings.empty_checks_error,
                wire_overrides_need_reason: settings.wire_overrides_need_reason,
                four_eyes: settings.four_eyes,
            },
            created_at: organization.created_at,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_organizations))
        .routes(routes!(get::get_organization, put::put_organization))
}
