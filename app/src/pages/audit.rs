//! The audit log: who did what, when, to what.

mod entry;
mod filters;

use domain::{AuditEntry, Page};
use leptos::prelude::*;

use super::address::use_query;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::audit::ListAudit;
use crate::ui::{ButtonLink, Card, EmptyState, PageHead, Pagination, Table, loaded, page_data};
use filters::Filters;

/// The page of the audit log; its filters are in the query.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let organization = use_organization();
    let actor = use_query("actor");
    let action = use_query("action");
    let subject = use_query("subject");
    let after = use_query("after");
    let filters = move || Filters {
        actor: actor.get(),
        action: action.get(),
        subject: subject.get(),
    };
    let page = page_data(move || ListAudit {
        organization: organization.get(),
        actor: actor.get(),
        action: action.get(),
        subject: subject.get(),
        after: after.get(),
    });
    loaded(page, move |page, frame| {
        audit(
            page,
            &untrack(filters),
            &frame,
            after.get_untracked().is_none(),
        )
    })
}

fn audit(page: Page<AuditEntry>, filters: &Filters, frame: &FrameData, is_first: bool) -> AnyView {
    let address = frame.paths().below("audit");
    let base = format!("{address}{}", filters.query());
    view! {
        <PageHead
            title="Audit log"
            subtitle="Written in the same transaction as what it tells. Nobody can change or delete it here."
        />
        {filters.form(&address)}
        {if page.items.is_empty() {
            nothing_here(filters, address)
        } else {
            entries(page.items, frame)
        }}
        <Pagination label="Audit log" base=base is_first=is_first next=page.next />
    }
    .into_any()
}

fn nothing_here(filters: &Filters, address: String) -> AnyView {
    if filters.is_empty() {
        return view! {
            <EmptyState
                icon="audit"
                title="Nothing happened yet"
                body="Everything that somebody creates, changes or decides is written down here."
            />
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon="search"
            title="No entry matches"
            body="Names and ids are compared as you wrote them, actions by their beginning."
            action=move || view! { <ButtonLink href=address>"Clear the filters"</ButtonLink> }
        />
    }
    .into_any()
}

fn entries(entries: Vec<AuditEntry>, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = entries
        .into_iter()
        .map(|entry| entry::row(entry, frame))
        .collect();
    view! {
        <Card flush=true>
            <Table caption="Audit log, newest first" columns=vec!["What", "Who", "Request", "When"]>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{AuditId, AuditSubject};

    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    fn entry() -> AuditEntry {
        AuditEntry {
            id: AuditId::from_bare("0000000000000009").unwrap(),
            at: samples::now(),
            actor: HOSTILE.to_owned(),
            actor_id: None,
            via: HOSTILE.to_owned(),
            address: Some(HOSTILE.to_owned()),
            action: HOSTILE.to_owned(),
            subject: AuditSubject {
                kind: "policy_set".to_owned(),
                id: HOSTILE.to_owned(),
                name: HOSTILE.to_owned(),
            },
            detail: Some(HOSTILE.to_owned()),
            request_id: Some(HOSTILE.to_owned()),
        }
    }

    #[test]
    fn nothing_that_an_entry_tells_gets_out_of_its_text() {
        let page = Page {
            items: vec![entry()],
            next: Some(HOSTILE.to_owned()),
        };
        let filters = Filters {
            actor: Some(HOSTILE.to_owned()),
            ..Filters::default()
        };
        let html = render(|| audit(page, &filters, &samples::owner(), true));
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn filtered_empty_is_not_empty() {
        let none = || Page::default();
        let filters = Filters {
            actor: Some("bo".to_owned()),
            ..Filters::default()
        };
        let html = render(|| audit(none(), &filters, &samples::owner(), true));
        assert!(html.contains("No entry matches"), "{html}");
        let html = render(|| audit(none(), &Filters::default(), &samples::owner(), true));
        assert!(html.contains("Nothing happened yet"), "{html}");
    }
}
