//! Which organization.

use leptos::prelude::*;
use leptos_router::components::A;

use super::FrameData;
use crate::model::Paths;
use crate::ui::Icon;

/// The organization of the page, and the way to the others.
#[component]
pub(super) fn OrganizationSwitcher(
    /// What the frame knows.
    data: FrameData,
) -> impl IntoView {
    let current = data.organization().cloned();
    let others: Vec<_> = data
        .viewer
        .organizations
        .into_iter()
        .map(|name| {
            let is_current = current.as_ref() == Some(&name);
            view! {
                <li>
                    <A href=Paths::of(&name).dashboard() attr:data-current=is_current.then_some("true")>
                        {name.to_string()}
                        {is_current.then(|| view! { <Icon name="check" /> })}
                    </A>
                </li>
            }
                .into_any()
        })
        .collect();
    let label = current.map_or_else(
        || "Choose an organization".to_owned(),
        |name| name.to_string(),
    );
    view! {
        <details class="switcher" name="frame-menu">
            <summary>
                <span class="visually-hidden">"Organization: "</span>
                <span class="switcher__name">{label}</span>
                <Icon name="chevrons-up-down" />
            </summary>
            <div class="menu">
                <ul>{others}</ul>
                <ul>
                    <li>
                        <A href="/orgs">"All organizations"</A>
                    </li>
                </ul>
            </div>
        </details>
    }
}
