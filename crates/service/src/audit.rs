//! The audit log: every change writes its entry in its own transaction.

use domain::{
    AuditEntry, AuditId, AuditSubject, Name, OrganizationId, Page, PageRequest, Permission,
};
use store::Tx;

use crate::access::Access;
use crate::{Caller, Error, Services};

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only those of this actor, by name.
    pub actor: Option<String>,
    /// Only those whose action begins with this, `policy_set`.
    pub action: Option<String>,
    /// Only those about this, by id as shown.
    pub subject: Option<String>,
}

/// What was done to what.
pub(crate) struct Deed<'a> {
    pub(crate) organization: Option<OrganizationId>,
    /// `policy_set.create`.
    pub(crate) action: &'a str,
    /// `policy_set`.
    pub(crate) kind: &'a str,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) detail: Option<String>,
}

impl Services {
    /// Writes that `caller` did `deed`.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        deed: Deed<'_>,
    ) -> Result<(), Error> {
        let entry = AuditEntry {
            id: AuditId::random(self.entropy()),
            at: self.now(),
            actor: caller.user.name.clone(),
            actor_id: Some(caller.user.id.to_string()),
            via: caller.via.as_str().to_owned(),
            address: caller.request.address.clone(),
            action: deed.action.to_owned(),
            subject: AuditSubject {
                kind: deed.kind.to_owned(),
                id: deed.id,
                name: deed.name,
            },
            detail: deed.detail,
            request_id: Some(caller.request.request_id.clone()),
        };
        Ok(store::audit::append(tx, deed.organization, &entry).await?)
    }

    /// Writes that the server itself did `deed`.
    pub(crate) async fn record_own(&self, tx: &mut Tx, deed: Deed<'_>) -> Result<(), Error> {
        let entry = AuditEntry {
            id: AuditId::random(self.entropy()),
            at: self.now(),
            actor: "portcullis".to_owned(),
            actor_id: None,
            via: "worker".to_owned(),
            address: None,
            action: deed.action.to_owned(),
            subject: AuditSubject {
                kind: deed.kind.to_owned(),
                id: deed.id,
                name: deed.name,
            },
            detail: deed.detail,
            request_id: None,
        };
        Ok(store::audit::append(tx, deed.organization, &entry).await?)
    }

    /// A page of an organization's audit log, newest first.
    pub async fn list_audit(
        &self,
        caller: &Caller,
        organization: &Name,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        access.require(Permission::ReadAudit)?;
        let filter = store::audit::AuditFilter {
            actor: filter.actor.clone(),
            action_prefix: filter.action.clone(),
            subject_id: filter.subject.clone(),
        };
        Ok(store::audit::list(&mut conn, Some(access.organization.id), &filter, page).await?)
    }
}
