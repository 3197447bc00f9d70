//! The policy sets of an organization.

mod scope;

use domain::{Permission, PolicySet};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::frame::{FrameData, use_organization};
use crate::model::{Tone, count};
use crate::server_functions::policy_sets::list_policy_sets;
use crate::ui::{
    Badge, ButtonLink, Card, Cell, EmptyState, Look, PageHead, RelativeTime, Table, loaded,
};

pub(super) use scope::scope_summary;

/// The page of all policy sets of an organization.
#[component]
pub(crate) fn PolicySetListPage() -> impl IntoView {
    let organization = use_organization();
    let sets = Resource::new(move || organization.get(), list_policy_sets);
    loaded(sets, policy_set_list)
}

fn policy_set_list(sets: Vec<PolicySet>, frame: FrameData) -> AnyView {
    let may_create = frame.may(Permission::ManagePolicySets);
    let new = frame.paths().below("policy-sets/new");
    view! {
        <PageHead
            title="Policy sets"
            subtitle="Rules in Rego, versioned, and where they apply."
            actions={
                let new = new.clone();
                move || {
                    may_create
                        .then(|| {
                            view! {
                                <ButtonLink href=new look=Look::Primary icon="plus">
                                    "New policy set"
                                </ButtonLink>
                            }
                        })
                }
            }
        />
        {if sets.is_empty() { nothing_here(may_create, new) } else { policy_set_table(sets, &frame) }}
    }
    .into_any()
}

fn nothing_here(may_create: bool, new: String) -> AnyView {
    let body = if may_create {
        "A policy set is a folder of Rego with a manifest. Create one, upload it, and every plan in its \
         scope is checked against it from then on."
    } else {
        "Without one, every plan passes. A policy author or an owner can create the first."
    };
    view! {
        <EmptyState
            icon="policy-set"
            title="No policy set yet"
            body=body
            action=move || {
                may_create
                    .then(|| {
                        view! {
                            <ButtonLink href=new look=Look::Primary icon="plus">
                                "New policy set"
                            </ButtonLink>
                        }
                    })
            }
        />
    }
    .into_any()
}

fn policy_set_table(sets: Vec<PolicySet>, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = sets.into_iter().map(|set| row(set, frame)).collect();
    view! {
        <Card flush=true>
            <Table
                caption="Policy sets"
                columns=vec!["Name", "Applies to", "Policies", "In force", "Newest version", "Changed"]
            >
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn row(set: PolicySet, frame: &FrameData) -> AnyView {
    let href = frame.paths().policy_set(&set.name);
    let newest = newest_version(&set, frame);
    let now = frame.now();
    view! {
        <tr>
            <Cell>
                <A href=href>{set.name.to_string()}</A>
                {set.description.map(|text| view! { <small class="table__sub">{text}</small> })}
            </Cell>
            <Cell label="Applies to">{scope_summary(&set.scope)}</Cell>
            <Cell label="Policies">
                <span class="num">{count(set.policy_count, "policy", "policies")}</span>
            </Cell>
            <Cell label="In force">
                {set.current_version.map_or_else(|| "none".to_owned(), |number| format!("version {number}"))}
            </Cell>
            <Cell label="Newest version">{newest}</Cell>
            <Cell label="Changed" end=true>
                <RelativeTime at=set.updated_at now=now />
            </Cell>
        </tr>
    }
    .into_any()
}

/// Where the newest version stands. A ready one is in force at once, so any other newest version is
/// one with problems, or one that still waits for its bundle.
fn newest_version(set: &PolicySet, frame: &FrameData) -> AnyView {
    match (set.newest_version, set.current_version) {
        (None, _) => view! { <Badge tone=Tone::Quiet text="nothing uploaded" /> }.into_any(),
        (newest, current) if newest == current => {
            view! { <Badge tone=Tone::Ok text="in force" /> }.into_any()
        }
        (Some(number), _) => view! {
            <A href=frame.paths().version(&set.name, number)>
                <Badge tone=Tone::Bad text=format!("version {number} not in force") />
            </A>
        }
        .into_any(),
    }
}
