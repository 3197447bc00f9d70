//! Policy sets: what they are, where they apply.

use domain::{MatchedWorkspace, Page, Policy, PolicySet, PolicySetVersion, Project, Workspace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// A policy set and what the chosen tab of its page shows; what the tab does not show stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySetView {
    pub set: PolicySet,
    pub policies: Vec<Policy>,
    pub versions: Page<PolicySetVersion>,
    pub matched: Vec<MatchedWorkspace>,
    pub projects: Vec<Project>,
}

/// What the settings send where no version of Rego is declared.
pub(crate) const UNDECLARED: &str = "none";

/// What a scope can name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoices {
    pub workspaces: Vec<Workspace>,
    pub projects: Vec<Project>,
}

/// A scope as its form sends it: names, and which of the two kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeForm {
    /// `global` or `chosen`.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub workspaces: Vec<String>,
    #[serde(default)]
    pub projects: Vec<String>,
    #[serde(default)]
    pub excluded_workspaces: Vec<String>,
    #[serde(default)]
    pub excluded_projects: Vec<String>,
}

/// The policy sets of an organization, by name.
#[server(prefix = "/ui", endpoint = "policy-sets/list")]
pub async fn list_policy_sets(organization: String) -> Result<Sent<Vec<PolicySet>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    Sent::of(
        &services
            .list_policy_sets(&caller, &crate::ssr::name(&organization)?)
            .await?,
    )
}

/// A policy set with what `tab` shows.
#[server(prefix = "/ui", endpoint = "policy-sets/get")]
pub async fn get_policy_set(
    organization: String,
    policy_set: String,
    tab: String,
    after: Option<String>,
) -> Result<Sent<PolicySetView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    let mut view = PolicySetView {
        set: services
            .get_policy_set(&caller, &organization, &name)
            .await?,
        policies: Vec::new(),
        versions: Page::default(),
        matched: Vec::new(),
        projects: Vec::new(),
    };
    match tab.as_str() {
        "versions" => {
            let page = domain::PageRequest { after, limit: None };
            view.versions = services
                .list_versions(&caller, &organization, &name, &page)
                .await?;
        }
        "scope" => {
            view.matched = services
                .matched_workspaces(&caller, &organization, &name)
                .await?;
            view.projects = services.list_projects(&caller, &organization).await?;
        }
        "settings" => {}
        _ => {
            view.policies = services
                .policies_in_force(&caller, &organization, &name)
                .await?;
        }
    }
    Sent::of(&view)
}

/// What the scope of a new policy set can name.
#[server(prefix = "/ui", endpoint = "policy-sets/scope-choices")]
pub async fn get_scope_choices(organization: String) -> Result<Sent<ScopeChoices>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    Sent::of(&ScopeChoices {
        workspaces: crate::ssr::all_workspaces(&services, &caller, &organization).await?,
        projects: services.list_projects(&caller, &organization).await?,
    })
}

/// Creates a policy set and shows the page for uploading its first version.
#[server(prefix = "/ui", endpoint = "policy-sets/create")]
pub async fn create_policy_set(
    organization: String,
    name: String,
    description: String,
    overridable: Option<String>,
    scope: ScopeForm,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let name = crate::ssr::typed_name("/name", &name)?;
    let put = service::PutPolicySet {
        description: crate::ssr::filled(description),
        overridable: Some(overridable.is_some()),
        must_be_new: true,
        ..crate::ssr::scope_of(scope)
    };
    services
        .put_policy_set(&caller, &organization, &name, put)
        .await
        .map_err(crate::ssr::about_name)?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policy-sets/{name}"),
        &format!(
            "ok:{name} is created. It has no policies yet: upload a version, or write a policy."
        ),
    );
    Ok(())
}

/// Changes what a policy set says about itself.
#[server(prefix = "/ui", endpoint = "policy-sets/update")]
pub async fn update_policy_set(
    organization: String,
    policy_set: String,
    description: String,
    overridable: Option<String>,
    strict: Option<String>,
    require_tests: Option<String>,
    rego_version: Option<String>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    let put = service::PutPolicySet {
        description: Some(description.trim().to_owned()),
        overridable: Some(overridable.is_some()),
        strict: Some(strict.is_some()),
        require_tests: Some(require_tests.is_some()),
        dialect: rego_version
            .as_deref()
            .map(crate::ssr::declared_dialect)
            .transpose()?,
        ..service::PutPolicySet::default()
    };
    services
        .put_policy_set(&caller, &organization, &name, put)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policy-sets/{name}?tab=settings"),
        "ok:Settings are saved. Checks that are queued from now on use them.",
    );
    Ok(())
}

/// Changes where a policy set applies.
#[server(prefix = "/ui", endpoint = "policy-sets/update-scope")]
pub async fn update_policy_set_scope(
    organization: String,
    policy_set: String,
    scope: ScopeForm,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    let put = crate::ssr::scope_of(scope);
    services
        .put_policy_set(&caller, &organization, &name, put)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policy-sets/{name}?tab=scope"),
        "ok:The scope is saved. The list below shows what it comes to.",
    );
    Ok(())
}

/// Deletes a policy set, when its name was typed.
#[server(prefix = "/ui", endpoint = "policy-sets/delete")]
pub async fn delete_policy_set(
    organization: String,
    policy_set: String,
    confirmation: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    crate::ssr::confirmed(name.as_str(), &confirmation)?;
    services
        .delete_policy_set(&caller, &organization, &name)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policy-sets"),
        &format!("ok:Policy set {name} is deleted. Finished checks keep what it said."),
    );
    Ok(())
}
