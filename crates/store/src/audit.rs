//! The audit log. It grows; triggers refuse every other change.

use domain::{AuditEntry, OrganizationId, Page, PageRequest};

use crate::{Conn, StoreError, Tx};

/// Which entries a list shows.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only those of this actor, by name.
    pub actor: Option<String>,
    /// Only actions that begin like this, `policy_set.`.
    pub action_prefix: Option<String>,
    /// Only those about this subject, by its id as shown.
    pub subject_id: Option<String>,
}
/// Appends an entry; without an organization it is about the server.
pub async fn append(
    tx: &mut Tx,
    organization: Option<OrganizationId>,
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    let _ = (tx, organization, entry);
    unimplemented!()
}

/// A page of an organization's, newest first; `None` for those about the server.
pub async fn list(
    conn: &mut Conn,
    organization: Option<OrganizationId>,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Result<Page<AuditEntry>, StoreError> {
    let _ = (conn, organization, filter, page);
    unimplemented!()
}
