//! Workspaces and the policy sets in effect on them.

use domain::{EffectivePolicySet, Page, Project, Run, Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// A workspace, what applies to it, and what it did lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceView {
    pub workspace: Workspace,
    pub policy_sets: Vec<EffectivePolicySet>,
    pub runs: Vec<Run>,
}

/// What the form of a workspace starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceFormData {
    /// `None` for a new one.
    pub workspace: Option<Workspace>,
    pub projects: Vec<Project>,
}

/// A page of the workspaces whose name contains `search`.
#[server(prefix = "/ui", endpoint = "workspaces/list")]
pub async fn list_workspaces(
    organization: String,
    search: Option<String>,
    after: Option<String>,
) -> Result<Sent<Page<Workspace>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let page = domain::PageRequest { after, limit: None };
    Sent::of(
        &services
            .list_workspaces(&caller, &organization, search.as_deref(), &page)
            .await?,
    )
}

/// A workspace, what applies to it, and its recent runs.
#[server(prefix = "/ui", endpoint = "workspaces/get")]
pub async fn get_workspace(
    organization: String,
    workspace: String,
) -> Result<Sent<WorkspaceView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&workspace)?,
    );
    let filter = service::RunFilter {
        workspace: Some(name.clone()),
        ..service::RunFilter::default()
    };
    let page = domain::PageRequest {
        after: None,
        limit: Some(10),
    };
    Sent::of(&WorkspaceView {
        workspace: services
            .get_workspace(&caller, &organization, &name)
            .await?,
        policy_sets: services
            .effective_policy_sets(&caller, &organization, &name)
            .await?,
        runs: services
            .list_runs(&caller, &organization, &filter, &page)
            .await?
            .items,
    })
}

/// What the form of `workspace`, or of a new one, starts from.
#[server(prefix = "/ui", endpoint = "workspaces/form")]
pub async fn get_workspace_form(
    organization: String,
    workspace: Option<String>,
) -> Result<Sent<WorkspaceFormData>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let workspace = match workspace {
        Some(name) => {
            let name = crate::ssr::name(&name)?;
            Some(
                services
                    .get_workspace(&caller, &organization, &name)
                    .await?,
            )
        }
        None => None,
    };
    let projects = services.list_projects(&caller, &organization).await?;
    Sent::of(&WorkspaceFormData {
        workspace,
        projects,
    })
}

/// Creates a workspace and shows it. One that is there already is a conflict, not an update.
#[server(prefix = "/ui", endpoint = "workspaces/create")]
pub async fn create_workspace(
    organization: String,
    name: String,
    description: String,
    project: String,
    tags: String,
    working_directory: String,
    auto_apply: Option<String>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let name = crate::ssr::typed_name("/name", &name)?;
    let put = service::PutWorkspace {
        must_be_new: true,
        ..crate::ssr::workspace_of(description, project, &tags, working_directory, auto_apply)
    };
    services
        .put_workspace(&caller, &organization, &name, put)
        .await
        .map_err(crate::ssr::about_name)?;
    crate::ssr::done(
        &format!("/orgs/{organization}/workspaces/{name}"),
        &format!("ok:Workspace {name} is created."),
    );
    Ok(())
}

/// Changes a workspace and shows it.
#[server(prefix = "/ui", endpoint = "workspaces/update")]
pub async fn update_workspace(
    organization: String,
    workspace: String,
    description: String,
    project: String,
    tags: String,
    working_directory: String,
    auto_apply: Option<String>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&workspace)?,
    );
    let put = service::PutWorkspace {
        must_exist: true,
        ..crate::ssr::workspace_of(description, project, &tags, working_directory, auto_apply)
    };
    services
        .put_workspace(&caller, &organization, &name, put)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/workspaces/{name}"),
        "ok:Changes are saved.",
    );
    Ok(())
}

/// Deletes a workspace, when its name was typed.
#[server(prefix = "/ui", endpoint = "workspaces/delete")]
pub async fn delete_workspace(
    organization: String,
    workspace: String,
    confirmation: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&workspace)?,
    );
    crate::ssr::confirmed(name.as_str(), &confirmation)?;
    services
        .delete_workspace(&caller, &organization, &name)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/workspaces"),
        &format!("ok:Workspace {name} is deleted."),
    );
    Ok(())
}
