//! The policies of an organization that are managed one by one.

use domain::{ManagedPolicy, Permission};
use leptos::prelude::*;

use super::sets_of;
use crate::frame::{FrameData, use_organization};
use crate::pages::level_badge::LevelBadge;
use crate::server_functions::policies::ListPolicies;
use crate::ui::{
    Breadcrumbs, ButtonLink, Card, Cell, Crumb, EmptyState, Look, PageHead, RelativeTime, Table,
    loaded, page_data,
};

/// The page of all of them.
#[component]
pub(crate) fn PolicyListPage() -> impl IntoView {
    let organization = use_organization();
    let policies = page_data(move || ListPolicies {
        organization: organization.get(),
    });
    loaded(policies, |policies, frame| policy_list(policies, &frame))
}

fn policy_list(policies: Vec<ManagedPolicy>, frame: &FrameData) -> AnyView {
    let may_create = frame.may(Permission::ManagePolicySets);
    let new = frame.paths().below("policies/new");
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", frame.paths().below("policy-sets")),
            Crumb::here("Policies"),
        ] />
        <PageHead
            title="Policies"
            subtitle="Managed one by one, without a bundle, and put into policy sets."
            actions=move || {
                may_create
                    .then(|| {
                        view! {
                            <ButtonLink href=new look=Look::Primary icon="plus">
                                "New policy"
                            </ButtonLink>
                        }
                    })
            }
        />
        {if policies.is_empty() { nothing_here() } else { table(policies, frame) }}
    }
    .into_any()
}

fn nothing_here() -> AnyView {
    view! {
        <EmptyState
            icon="file-code"
            title="No policy is managed on its own"
            body="Policies of versioned sets come with their bundle: look at the set. A single rule can be written here instead."
        />
    }
    .into_any()
}

fn table(policies: Vec<ManagedPolicy>, frame: &FrameData) -> AnyView {
    let now = frame.now();
    let paths = frame.paths();
    let rows: Vec<_> = policies
        .into_iter()
        .map(|managed| {
            let href = paths.policy(&managed.policy.name);
            let sets = sets_of(&managed, &paths);
            view! {
                <tr>
                    <Cell>
                        <a class="table__name" href=href>
                            {managed.policy.name}
                        </a>
                        {managed
                            .policy
                            .description
                            .map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
                    </Cell>
                    <Cell label="Level">
                        <LevelBadge level=managed.policy.level overridable=None />
                    </Cell>
                    <Cell label="Policy sets">{sets}</Cell>
                    <Cell label="Changed" end=true>
                        <RelativeTime at=managed.updated_at now=now />
                    </Cell>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <Card flush=true>
            <Table caption="Policies" columns=vec!["Name", "Level", "Policy sets", "Changed"]>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}
