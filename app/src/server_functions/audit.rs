//! The audit log.

use domain::{AuditEntry, Page};
use leptos::prelude::*;

use crate::UiError;

/// A page of an organization's audit log, newest first.
#[server(prefix = "/ui", endpoint = "audit/list")]
pub async fn list_audit(
    organization: String,
    actor: Option<String>,
    action: Option<String>,
    subject: Option<String>,
    after: Option<String>,
) -> Result<Page<AuditEntry>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let filter = service::AuditFilter {
        actor,
        action,
        subject,
    };
    let page = domain::PageRequest { after, limit: None };
    Ok(services
        .list_audit(&caller, &organization, &filter, &page)
        .await?)
}
