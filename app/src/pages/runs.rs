//! All runs of an organization.

use domain::{Page, Permission, Run, RunStatus};
use leptos::prelude::*;

use super::address::use_query;
use crate::components::RunTable;
use crate::frame::{FrameData, use_organization};
use crate::model::percent_encode;
use crate::server_functions::runs::ListRuns;
use crate::ui::{
    Button, ButtonLink, Card, Choice, EmptyState, Look, PageHead, Pagination, Select, TextInput,
    loaded, page_data,
};

/// Runs, newest first; filters and the page are in the address.
#[component]
pub(crate) fn RunListPage() -> impl IntoView {
    let organization = use_organization();
    let workspace = use_query("workspace");
    let status = use_query("status");
    let after = use_query("after");
    let runs = page_data(move || ListRuns {
        organization: organization.get(),
        workspace: workspace.get(),
        status: status.get(),
        after: after.get(),
    });
    loaded(runs, move |runs, frame| {
        let filter = Filter {
            workspace: workspace.get_untracked().unwrap_or_default(),
            status: status.get_untracked().unwrap_or_default(),
            is_first: after.get_untracked().is_none(),
        };
        page(runs, &frame, &filter)
    })
}

/// What the address asks for.
struct Filter {
    workspace: String,
    status: String,
    is_first: bool,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.workspace.is_empty() && self.status.is_empty()
    }

    /// The list's address with this filter and without a cursor.
    fn address(&self, base: &str) -> String {
        let parts: Vec<String> = [("workspace", &self.workspace), ("status", &self.status)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        if parts.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", parts.join("&"))
        }
    }
}

fn page(runs: Page<Run>, frame: &FrameData, filter: &Filter) -> AnyView {
    let base = frame.paths().below("runs");
    let send = frame.paths().below("workspaces");
    let may_send = frame.may(Permission::CreateRuns);
    let now = frame.now();
    let content = if runs.items.is_empty() && filter.is_empty() && filter.is_first {
        view! {
            <EmptyState
                icon="run"
                title="No runs yet"
                body="A run begins when a plan is sent: from a pipeline with `portcullis check`, or here, on a workspace's page."
                action=move || {
                    view! {
                        <ButtonLink href=send look=Look::Primary>
                            "Choose a workspace"
                        </ButtonLink>
                    }
                        .into_any()
                }
            />
        }
        .into_any()
    } else if runs.items.is_empty() {
        let clear = base.clone();
        view! {
            <EmptyState
                icon="filter"
                title="No runs match"
                body="Nothing fits all of these filters."
                action=move || view! { <ButtonLink href=clear>"Clear filters"</ButtonLink> }.into_any()
            />
        }
        .into_any()
    } else {
        view! { <RunTable caption="Runs, newest first" runs=runs.items now=now /> }.into_any()
    };
    let check_a_plan = frame.paths().below("workspaces");
    view! {
        <PageHead
            title="Runs"
            subtitle="Every plan that was sent, and what the policies said about it."
            actions=move || {
                may_send
                    .then(|| {
                        view! {
                            <ButtonLink href=check_a_plan look=Look::Primary>
                                "Check a plan"
                            </ButtonLink>
                        }
                    })
                    .into_any()
            }
        />
        {filters(&base, filter)}
        <Card flush=true>{content}</Card>
        <Pagination
            label="Runs"
            base=filter.address(&base)
            is_first=filter.is_first
            next=runs.next
        />
    }
    .into_any()
}

fn filters(base: &str, filter: &Filter) -> AnyView {
    let statuses = [
        ("", "Any status"),
        (RunStatus::NeedsDecision.as_str(), "Needs a decision"),
        (RunStatus::Errored.as_str(), "Blocked or errored"),
        (RunStatus::Checked.as_str(), "Let through"),
        (RunStatus::Checking.as_str(), "Being checked"),
        (RunStatus::Confirmed.as_str(), "Confirmed"),
        (RunStatus::Discarded.as_str(), "Discarded"),
        (RunStatus::Canceled.as_str(), "Canceled"),
    ];
    let options = statuses
        .into_iter()
        .map(|(value, label)| Choice::new(value, label))
        .collect();
    let clear = base.to_owned();
    view! {
        <form class="filters" method="get" action=base.to_owned() role="search" aria-label="Filter runs">
            <TextInput
                id="filter-workspace"
                name="workspace"
                kind="search"
                value=filter.workspace.clone()
                placeholder="Workspace"
                label="Workspace"
            />
            <Select
                id="filter-status"
                name="status"
                options=options
                value=filter.status.clone()
                label="Status"
            />
            <Button icon="filter">"Filter"</Button>
            {(!filter.is_empty())
                .then(|| {
                    view! {
                        <ButtonLink href=clear look=Look::Quiet>
                            "Clear filters"
                        </ButtonLink>
                    }
                })}
        </form>
    }
    .into_any()
}
