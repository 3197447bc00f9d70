//! Organizations and their choices.

use domain::Organization;
use leptos::prelude::*;

use crate::UiError;
use crate::sent::Sent;

/// Every organization that the caller can see, by name.
#[server(prefix = "/ui", endpoint = "organizations/list")]
pub async fn list_organizations() -> Result<Sent<Vec<Organization>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    Sent::of(&services.list_organizations(&caller).await?)
}

/// Creates an organization and shows it. One that is there already is a conflict, not an update.
#[server(prefix = "/ui", endpoint = "organizations/create")]
pub async fn create_organization(name: String, email: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let name = crate::ssr::typed_name("/name", &name)?;
    let put = service::PutOrganization {
        email: crate::ssr::filled(email),
        must_be_new: true,
        ..service::PutOrganization::default()
    };
    services
        .put_organization(&caller, &name, put)
        .await
        .map_err(crate::ssr::about_name)?;
    crate::ssr::done(&format!("/orgs/{name}"), &format!("ok:{name} is created."));
    Ok(())
}

/// Changes an organization's address and its four choices. A box that is not ticked is not sent.
#[server(prefix = "/ui", endpoint = "organizations/update")]
pub async fn update_organization(
    organization: String,
    email: String,
    advisory_errors_block: Option<String>,
    empty_checks_error: Option<String>,
    wire_overrides_need_reason: Option<String>,
    four_eyes: Option<String>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let name = crate::ssr::name(&organization)?;
    // A form says all four: what is not ticked is off.
    let settings = service::PutSettings {
        advisory_errors_block: Some(advisory_errors_block.is_some()),
        empty_checks_error: Some(empty_checks_error.is_some()),
        wire_overrides_need_reason: Some(wire_overrides_need_reason.is_some()),
        four_eyes: Some(four_eyes.is_some()),
    };
    // An absent member keeps its value, so that an emptied address goes in as an empty string.
    let put = service::PutOrganization {
        email: Some(email.trim().to_owned()),
        settings,
        must_be_new: false,
    };
    services.put_organization(&caller, &name, put).await?;
    crate::ssr::done(&format!("/orgs/{name}/settings"), "ok:Settings are saved.");
    Ok(())
}
