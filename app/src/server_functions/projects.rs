//! Projects of an organization.

use domain::Project;
use leptos::prelude::*;

use crate::UiError;
use crate::sent::Sent;

/// The projects of an organization, by name.
#[server(prefix = "/ui", endpoint = "projects/list")]
pub async fn list_projects(organization: String) -> Result<Sent<Vec<Project>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    Sent::of(
        &services
            .list_projects(&caller, &crate::ssr::name(&organization)?)
            .await?,
    )
}

/// Creates a project and shows the list. One that is there already is a conflict, not an update.
#[server(prefix = "/ui", endpoint = "projects/create")]
pub async fn create_project(
    organization: String,
    name: String,
    description: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let name = name.trim();
    let put = service::PutProject {
        description: crate::ssr::filled(description),
        must_be_new: true,
    };
    services
        .put_project(&caller, &organization, name, put)
        .await
        .map_err(crate::ssr::about_name)?;
    crate::ssr::done(
        &format!("/orgs/{organization}/settings/projects"),
        &format!("ok:Project {name} is created."),
    );
    Ok(())
}
