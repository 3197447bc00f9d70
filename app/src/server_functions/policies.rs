//! Policies that are managed one by one.

use domain::{ManagedPolicy, PolicySet};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// A policy with its Rego.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    pub managed: ManagedPolicy,
    pub source: Option<String>,
}

/// What the form of a policy shows: the policy, unless it is new, and the sets it can be in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFormData {
    pub policy: Option<PolicyView>,
    pub sets: Vec<PolicySet>,
}

/// A policy as its form sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyForm {
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub policy_sets: Vec<String>,
}

/// The policies of an organization that are managed one by one, by name.
#[server(prefix = "/ui", endpoint = "policies/list")]
pub async fn list_policies(organization: String) -> Result<Sent<Vec<ManagedPolicy>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    Sent::of(&services.list_policies(&caller, &organization).await?)
}

/// A policy with its Rego.
#[server(prefix = "/ui", endpoint = "policies/get")]
pub async fn get_policy(organization: String, policy: String) -> Result<Sent<PolicyView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (crate::ssr::name(&organization)?, crate::ssr::name(&policy)?);
    let (managed, source) = services.get_policy(&caller, &organization, &name).await?;
    Sent::of(&PolicyView { managed, source })
}

/// What the form of a policy shows; without a name, that of a new one.
#[server(prefix = "/ui", endpoint = "policies/form")]
pub async fn get_policy_form(
    organization: String,
    policy: Option<String>,
) -> Result<Sent<PolicyFormData>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let policy = match policy {
        Some(name) => {
            let name = crate::ssr::name(&name)?;
            let (managed, source) = services.get_policy(&caller, &organization, &name).await?;
            Some(PolicyView { managed, source })
        }
        None => None,
    };
    let mut sets = services.list_policy_sets(&caller, &organization).await?;
    sets.retain(|set| set.source != Some(domain::PolicySource::Versions));
    Sent::of(&PolicyFormData { policy, sets })
}

/// Creates a policy and shows it.
#[server(prefix = "/ui", endpoint = "policies/create")]
pub async fn create_policy(
    organization: String,
    name: String,
    policy: PolicyForm,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let name = crate::ssr::typed_name("/name", &name)?;
    let put = service::PutPolicy {
        must_be_new: true,
        ..crate::ssr::policy_of(policy)?
    };
    let created = services
        .put_policy(&caller, &organization, &name, put)
        .await;
    created.map_err(crate::ssr::about_policy)?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policies/{name}"),
        &format!("ok:{name} is written. The next check in the scope of its sets uses it."),
    );
    Ok(())
}

/// Changes a policy and shows it.
#[server(prefix = "/ui", endpoint = "policies/update")]
pub async fn update_policy(
    organization: String,
    existing: String,
    policy: PolicyForm,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&existing)?,
    );
    let put = crate::ssr::policy_of(policy)?;
    let updated = services
        .put_policy(&caller, &organization, &name, put)
        .await;
    updated.map_err(crate::ssr::about_policy)?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policies/{name}"),
        "ok:The policy is saved. Checks that are queued from now on use it.",
    );
    Ok(())
}

/// Deletes a policy, when its name was typed.
#[server(prefix = "/ui", endpoint = "policies/delete")]
pub async fn delete_policy(
    organization: String,
    existing: String,
    confirmation: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&existing)?,
    );
    crate::ssr::confirmed(name.as_str(), &confirmation)?;
    services
        .delete_policy(&caller, &organization, &name)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/policies"),
        &format!("ok:Policy {name} is deleted. Finished checks keep what it said."),
    );
    Ok(())
}
