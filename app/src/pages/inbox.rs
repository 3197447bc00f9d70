//! What waits for a decision.

use domain::{Page, Permission, Run, RunStatus};
use leptos::prelude::*;

use super::address::use_query;
use crate::components::RunTable;
use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::runs::ListRuns;
use crate::ui::{Callout, Card, EmptyState, PageHead, Pagination, loaded, page_data};

/// The checks that wait for someone's decision.
#[component]
pub(crate) fn InboxPage() -> impl IntoView {
    let organization = use_organization();
    let after = use_query("after");
    let runs = page_data(move || ListRuns {
        organization: organization.get(),
        workspace: None,
        status: Some(RunStatus::NeedsDecision.as_str().to_owned()),
        after: after.get(),
    });
    loaded(runs, move |runs, frame| {
        page(runs, &frame, after.get_untracked().is_none())
    })
}

fn page(runs: Page<Run>, frame: &FrameData, is_first: bool) -> AnyView {
    let may_decide = frame.may(Permission::OverrideChecks);
    let now = frame.now();
    let is_empty = runs.items.is_empty();
    let content = if is_empty {
        view! {
            <EmptyState
                icon="passed"
                title="Nothing waits for a decision"
                body="A run waits here when a soft-mandatory policy failed, until someone overrides it or discards the run."
            />
        }
        .into_any()
    } else {
        view! { <RunTable caption="Runs that need a decision, newest first" runs=runs.items now=now /> }
            .into_any()
    };
    view! {
        <PageHead
            title="Needs decision"
            subtitle="Runs that stopped at a soft-mandatory policy. Open one to see why, and to override or discard it."
        />
        {(!may_decide && !is_empty)
            .then(|| {
                view! {
                    <Callout tone=Tone::Quiet title="You can look, but not decide.">
                        "Each check's page names the people who can."
                    </Callout>
                }
            })}
        <Card flush=true>{content}</Card>
        <Pagination
            label="Needs decision"
            base=frame.paths().below("inbox")
            is_first=is_first
            next=runs.next
        />
    }
    .into_any()
}
