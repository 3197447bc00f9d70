//! The audit log. It grows; triggers refuse every other change (`audit_append_only`).

use domain::{AuditEntry, AuditSubject, OrganizationId, Page, PageRequest};

use crate::page::Place;
use crate::row::Row;
use crate::statement::statements;
use crate::value::{beginning, params};
use crate::{Conn, StoreError, Tx, page};

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

/// What stands for the server itself where an organization would.
const SERVER: &str = "";

statements! { "audit";
    APPEND = "
insert into audit
  (id, organization_id, actor, actor_id, via, address, action, subject_kind, subject_id,
   subject_name, detail, request_id, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    LIST = "
select a.id, a.actor, a.actor_id, a.via, a.address, a.action, a.subject_kind, a.subject_id,
  a.subject_name, a.detail, a.request_id, a.created_at
from audit a
where a.organization_id = $1
  and (a.created_at, a.id) < ($2, $3)
  and (cast($4 as text) is null or a.actor = $4)
  and (cast($5 as text) is null or lower(a.action) like lower($5) escape '\\')
  and (cast($6 as text) is null or a.subject_id = $6)
order by a.created_at desc, a.id desc
limit $7";
}

/// Appends an entry; without an organization it is about the server.
pub async fn append(
    tx: &mut Tx,
    organization: Option<OrganizationId>,
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    let params = params![
        entry.id,
        owner(organization.as_ref()),
        entry.actor,
        entry.actor_id,
        entry.via,
        entry.address,
        entry.action,
        entry.subject.kind,
        entry.subject.id,
        entry.subject.name,
        entry.detail,
        entry.request_id,
        entry.at,
    ];
    tx.run(APPEND, params).await.map(drop)
}

/// A page of an organization's, newest first; `None` for those about the server.
pub async fn list(
    conn: &mut Conn,
    organization: Option<OrganizationId>,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Result<Page<AuditEntry>, StoreError> {
    let place = Place::before(page)?;
    let params = params![
        owner(organization.as_ref()),
        place.at,
        place.id,
        filter.actor,
        filter.action_prefix.as_deref().map(beginning),
        filter.subject_id,
        page::rows(page),
    ];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &AuditEntry| {
        Place::cursor(item.at, item.id.bare())
    }))
}

fn owner(organization: Option<&OrganizationId>) -> &str {
    organization.map_or(SERVER, OrganizationId::bare)
}

fn read(row: &Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: row.text("id")?,
        at: row.text("created_at")?,
        actor: row.text("actor")?,
        actor_id: row.maybe_text("actor_id")?,
        via: row.text("via")?,
        address: row.maybe_text("address")?,
        action: row.text("action")?,
        subject: AuditSubject {
            kind: row.text("subject_kind")?,
            id: row.text("subject_id")?,
            name: row.text("subject_name")?,
        },
        detail: row.maybe_text("detail")?,
        request_id: row.maybe_text("request_id")?,
    })
}
