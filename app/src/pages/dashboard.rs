//! The dashboard: what needs someone, and how the last seven days went.

mod checklist;
mod stats;

use domain::{Dashboard, Permission};
use leptos::prelude::*;

use crate::components::RunTable;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::dashboard::GetDashboard;
use crate::ui::{ButtonLink, Card, EmptyState, Look, PageHead, loaded, page_data};

use checklist::Checklist;
use stats::Stats;

/// The dashboard of an organization.
#[component]
pub(crate) fn DashboardPage() -> impl IntoView {
    let organization = use_organization();
    let dashboard = page_data(move || GetDashboard {
        organization: organization.get(),
    });
    loaded(dashboard, |dashboard, frame| page(dashboard, &frame))
}

fn page(dashboard: Dashboard, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let name = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let is_new =
        dashboard.recent.is_empty() || dashboard.workspaces == 0 || dashboard.policies == 0;
    let send = paths.below("workspaces");
    let may_send = frame.may(Permission::CreateRuns) && dashboard.workspaces > 0;
    let subtitle = if dashboard.recent.is_empty() {
        format!("No plan has been checked in {name} yet")
    } else {
        format!("The last seven days of {name}")
    };
    let content = if is_new {
        view! {
            <Checklist dashboard=dashboard.clone() frame=frame.clone() />
            {(!dashboard.recent.is_empty()).then(|| lists(dashboard, frame))}
        }
        .into_any()
    } else {
        view! {
            <Stats dashboard=dashboard.clone() now=frame.now() paths=paths />
            {lists(dashboard, frame)}
        }
        .into_any()
    };
    view! {
        <PageHead
            title="Dashboard"
            subtitle=subtitle
            document_title=format!("Dashboard · {name}")
            actions=move || {
                may_send
                    .then(|| {
                        view! {
                            <ButtonLink href=send look=Look::Primary>
                                "Check a plan"
                            </ButtonLink>
                        }
                    })
                    .into_any()
            }
        />
        <div class="stack stack--wide">{content}</div>
    }
    .into_any()
}

fn lists(dashboard: Dashboard, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let now = frame.now();
    let (inbox, runs) = (paths.below("inbox"), paths.below("runs"));
    let number = dashboard.needs_decision;
    let waiting = if dashboard.waiting.is_empty() {
        view! {
            <EmptyState
                icon="passed"
                title="Nothing waits for a decision"
                body="Runs that a soft-mandatory policy stopped would be here."
            />
        }
        .into_any()
    } else {
        view! { <RunTable caption="Runs that need a decision, newest first" runs=dashboard.waiting now=now /> }
            .into_any()
    };
    view! {
        <Card
            title="Needs decision"
            flush=true
            action=move || {
                (number > 0)
                    .then(|| {
                        view! {
                            <a class="link" href=inbox>
                                {format!("All {number}")}
                            </a>
                        }
                            .into_any()
                    })
                    .into_any()
            }
        >
            {waiting}
        </Card>
        <Card
            title="Recent runs"
            flush=true
            action=move || {
                view! {
                    <a class="link" href=runs>
                        "All runs"
                    </a>
                }
                    .into_any()
            }
        >
            <RunTable caption="Recent runs, newest first" runs=dashboard.recent now=now />
        </Card>
    }
    .into_any()
}
