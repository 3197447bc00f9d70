//! The policy sets of an organization.

mod scope;

use domain::{Permission, PolicySet};
use leptos::prelude::*;

use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::policy_sets::ListPolicySets;
use crate::ui::{
    Badge, ButtonLink, Card, Cell, EmptyState, Look, PageHead, RelativeTime, Table, loaded,
    page_data,
};

pub(super) use scope::scope_summary;

/// The page of all policy sets of an organization.
#[component]
pub(crate) fn PolicySetListPage() -> impl IntoView {
    let organization = use_organization();
    let sets = page_data(move || ListPolicySets {
        organization: organization.get(),
    });
    loaded(sets, |sets, frame| policy_set_list(sets, &frame))
}

fn policy_set_list(sets: Vec<PolicySet>, frame: &FrameData) -> AnyView {
    let may_create = frame.may(Permission::ManagePolicySets);
    let new = frame.paths().below("policy-sets/new");
    let single = frame.paths().below("policies");
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
        <div class="stack">
            {if sets.is_empty() { nothing_here(may_create, new) } else { policy_set_table(sets, frame) }}
            <p class="muted">
                <a class="link" href=single>
                    "Policies that are managed one by one"
                </a>
                ", without a bundle."
            </p>
        </div>
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
                <a class="table__name" href=href>{set.name.to_string()}</a>
                {set.description.map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
            </Cell>
            <Cell label="Applies to">{scope_summary(&set.scope)}</Cell>
            <Cell label="Policies">
                <span class="num">{set.policy_count}</span>
            </Cell>
            <Cell label="In force">
                <span class="nowrap">{set.current_version.map_or_else(|| "none".to_owned(), |number| format!("version {number}"))}</span>
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
/// one with problems, one that its tests hold back, or one that still waits for its bundle.
fn newest_version(set: &PolicySet, frame: &FrameData) -> AnyView {
    match (set.newest_version, set.current_version) {
        (None, _) if set.source.is_some() => {
            view! { <span class="muted">"managed one by one"</span> }.into_any()
        }
        (None, _) => view! { <Badge tone=Tone::Quiet text="nothing uploaded" /> }.into_any(),
        (newest, current) if newest == current => {
            view! { <Badge tone=Tone::Ok text="in force" /> }.into_any()
        }
        (Some(number), _) => view! {
            <a href=frame.paths().version(&set.name, number)>
                <Badge tone=Tone::Bad text=format!("version {number} not in force") />
            </a>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, render};
    use super::*;

    #[test]
    fn a_newest_version_that_is_not_in_force_is_named_and_linked() {
        let html = render(|| policy_set_list(vec![samples::policy_set()], &samples::owner()));
        assert!(html.contains("version 3 not in force"), "{html}");
        assert!(
            html.contains("/orgs/acme/policy-sets/baseline/versions/3"),
            "{html}"
        );
        assert!(
            html.contains("version 2") && html.contains("every workspace"),
            "{html}"
        );
    }

    #[test]
    fn a_reader_sees_no_button_and_is_told_who_can() {
        let html = render(|| policy_set_list(Vec::new(), &samples::reader()));
        assert!(!html.contains("policy-sets/new"), "{html}");
        assert!(html.contains("A policy author or an owner"), "{html}");
    }

    #[test]
    fn whoever_may_create_is_shown_the_way() {
        let html = render(|| policy_set_list(Vec::new(), &samples::owner()));
        assert!(
            html.contains("href=\"/orgs/acme/policy-sets/new\""),
            "{html}"
        );
    }
}
