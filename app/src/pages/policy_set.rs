//! One policy set: its policies, versions, scope and settings, each behind a tab with an address.

mod policies;
mod scope;
mod settings;
mod versions;

use domain::{Permission, PolicySet, PolicySource};
use leptos::prelude::*;

use super::address::{use_param, use_query};
use super::policy_sets::scope_summary;
use crate::frame::{FrameData, use_organization};
use crate::model::{Tone, count};
use crate::server_functions::policy_sets::{GetPolicySet, PolicySetView};
use crate::ui::{
    Breadcrumbs, ButtonLink, Callout, Crumb, Look, PageHead, Tab, Tabs, loaded, page_data,
};

pub(super) use policies::policy_table;

/// The page of a policy set; `?tab=` says which part of it.
#[component]
pub(crate) fn PolicySetPage() -> impl IntoView {
    let organization = use_organization();
    let set = use_param("set");
    let tab = use_query("tab");
    let after = use_query("after");
    let view = page_data(move || GetPolicySet {
        organization: organization.get(),
        policy_set: set.get(),
        tab: tab.get().unwrap_or_default(),
        after: after.get(),
    });
    loaded(view, move |view, frame| {
        let tab = tab.get_untracked().unwrap_or_default();
        policy_set(&view, &frame, &tab, after.get_untracked().is_none())
    })
}

fn policy_set(view: &PolicySetView, frame: &FrameData, tab: &str, is_first: bool) -> AnyView {
    let paths = frame.paths();
    let address = paths.policy_set(&view.set.name);
    let panel = match tab {
        "versions" => versions::versions(view, frame, is_first),
        "scope" => scope::scope(view, frame),
        "settings" => settings::settings(&view.set, frame),
        _ => policies::policies(view, frame),
    };
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", paths.below("policy-sets")),
            Crumb::here(view.set.name.to_string()),
        ] />
        {head(&view.set, frame)}
        {newest_is_bad(&view.set, frame)}
        {tabs(&view.set, &address, tab)}
        {panel}
    }
    .into_any()
}

fn head(set: &PolicySet, frame: &FrameData) -> AnyView {
    let (may_add, add, words, icon) = if set.source == Some(PolicySource::Policies) {
        (
            frame.may(Permission::ManagePolicySets),
            frame
                .paths()
                .below(&format!("policies/new?policy_set={}", set.name)),
            "Write a policy",
            "edit",
        )
    } else {
        (
            frame.may(Permission::UploadPolicySetVersions),
            format!("{}/versions/new", frame.paths().policy_set(&set.name)),
            "Upload a version",
            "upload",
        )
    };
    let in_force = match (set.source, set.current_version) {
        (Some(PolicySource::Policies), _) => "managed one by one".to_owned(),
        (_, Some(number)) => format!("version {number} in force"),
        (_, None) => "nothing in force".to_owned(),
    };
    let summary = format!(
        "{} · {in_force} · applies to {}",
        count(set.policy_count, "policy", "policies"),
        scope_summary(&set.scope)
    );
    view! {
        <PageHead
            title=set.name.to_string()
            subtitle=summary
            actions=move || {
                may_add
                    .then(|| {
                        view! {
                            <ButtonLink href=add look=Look::Primary icon=icon>
                                {words}
                            </ButtonLink>
                        }
                    })
            }
        />
        {set.description.clone().map(|text| view! { <p class="lead">{text}</p> }.into_any())}
    }
    .into_any()
}

/// A ready version is in force at once, so a newest one that is not has problems, or is held back by its
/// tests.
fn newest_is_bad(set: &PolicySet, frame: &FrameData) -> Option<AnyView> {
    let newest = set
        .newest_version
        .filter(|_| set.newest_version != set.current_version)?;
    let href = frame.paths().version(&set.name, newest);
    let stays = set.current_version.map_or_else(
        || "Nothing is in force.".to_owned(),
        |number| format!("Version {number} stays in force."),
    );
    Some(
        view! {
            <Callout tone=Tone::Bad title=format!("Version {newest} is not in force.")>
                {stays}
                " "
                <a class="link" href=href>"See why"</a>
            </Callout>
        }
        .into_any(),
    )
}

fn tabs(set: &PolicySet, address: &str, current: &str) -> AnyView {
    let to = |label: &str, tab: &str| {
        Tab::new(label, format!("{address}?tab={tab}")).current(current == tab)
    };
    let known = ["versions", "scope", "settings"].contains(&current);
    let items = vec![
        Tab::new("Policies", address)
            .count(set.policy_count)
            .current(!known),
        to("Versions", "versions").count(set.newest_version.unwrap_or(0)),
        to("Scope", "scope"),
        to("Settings", "settings"),
    ];
    view! { <Tabs label="Parts of the policy set" items=items /> }.into_any()
}
