//! The dashboard.

use domain::Dashboard;
use leptos::prelude::*;

use crate::error::UiError;
use crate::sent::Sent;

/// The last seven days of an organization.
#[server(prefix = "/ui", endpoint = "dashboard/get")]
pub async fn get_dashboard(organization: String) -> Result<Sent<Dashboard>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    Sent::of(&services.dashboard(&caller, &organization).await?)
}
