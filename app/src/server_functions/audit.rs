//! The audit log.

use domain::{AuditEntry, Page};
use leptos::prelude::*;

use crate::UiError;
use crate::sent::Sent;

/// A page of an organization's audit log, newest first.
#[server(prefix = "/ui", endpoint = "audit/list")]
pub async fn list_audit(
    organization: String,
    actor: Option<String>,
    action: Option<String>,
    subject: Option<String>,
    after: Option<String>,
) -> Result<Sent<Page<AuditEntry>>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let filter = service::AuditFilter {
        actor,
        action,
        subject,
    };
    let page = domain::PageRequest { after, limit: None };
    Sent::of(
        &services
            .list_audit(&caller, &organization, &filter, &page)
            .await?,
    )
}

/// The address of a policy check's page, of which the log knows only the check's id.
#[server(prefix = "/ui", endpoint = "audit/find-check")]
pub async fn find_check(check: String) -> Result<Sent<String>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let check = services
        .get_check(&caller, crate::ssr::parse_id(&check)?)
        .await?;
    Sent::of(&crate::model::Paths::of(&check.organization).check(check.run_id, check.id))
}
