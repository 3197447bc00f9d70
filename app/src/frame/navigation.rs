//! The main navigation.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::components::A;

use super::FrameData;
use crate::ui::Icon;

/// The links of the organization that the viewer may follow.
#[component]
pub(super) fn Navigation(
    /// What the frame knows.
    data: FrameData,
    /// Its name for screen readers.
    label: &'static str,
) -> impl IntoView {
    let paths = data.paths();
    let waiting = data.viewer.needs_decision;
    let entry = |icon: &'static str, text: &'static str, rest: &'static str| {
        let href = if rest.is_empty() {
            paths.dashboard()
        } else {
            paths.below(rest)
        };
        view! {
            <li>
                <A href=href exact=rest.is_empty()>
                    <Icon name=icon />
                    {text}
                    {(rest == "inbox" && waiting > 0)
                        .then(|| view! { <span class="navigation__count num">{waiting}</span> }.into_any())}
                </A>
            </li>
        }
        .into_any()
    };
    let entries: Vec<AnyView> = [
        (None, "dashboard", "Dashboard", ""),
        (
            Some(Permission::ReadRuns),
            "inbox",
            "Needs decision",
            "inbox",
        ),
        (
            Some(Permission::ReadWorkspaces),
            "workspace",
            "Workspaces",
            "workspaces",
        ),
        (Some(Permission::ReadRuns), "run", "Runs", "runs"),
        (
            Some(Permission::ReadPolicySets),
            "policy-set",
            "Policy sets",
            "policy-sets",
        ),
        (Some(Permission::ReadAudit), "audit", "Audit log", "audit"),
        (
            Some(Permission::ReadMembers),
            "users",
            "Members",
            "settings/members",
        ),
        (
            Some(Permission::UpdateOrganization),
            "settings",
            "Settings",
            "settings/general",
        ),
    ]
    .into_iter()
    .filter(|(needs, ..)| needs.is_none_or(|permission| data.may(permission)))
    .map(|(_, icon, text, rest)| entry(icon, text, rest))
    .collect();
    data.organization().is_some().then(|| {
        view! {
            <nav class="navigation" aria-label=label>
                <ul>{entries}</ul>
            </nav>
        }
        .into_any()
    })
}
