//! Who is signed in.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::FrameData;
use super::theme::ThemeToggle;
use crate::model;
use crate::ui::Icon;

/// Who is signed in, with the menu of what is theirs: account, theme, signing out.
#[component]
pub(super) fn Person(
    /// What the frame knows.
    data: FrameData,
) -> impl IntoView {
    let name = data.viewer.user.name.clone();
    let roles = if data.viewer.roles.is_empty() {
        data.viewer.user.userid.to_string()
    } else {
        data.viewer.roles.join(", ")
    };
    let location = use_location();
    let here = Signal::derive(move || {
        let search = location.search.get();
        let joint = if search.is_empty() { "" } else { "?" };
        format!("{}{joint}{search}", location.pathname.get())
    });
    view! {
        <details class="person" name="frame-menu">
            <summary>
                <span class="avatar" aria-hidden="true">{model::initials(&name)}</span>
                <span class="person__words">
                    <strong>{name.clone()}</strong>
                    <small>{roles}</small>
                </span>
                <Icon name="chevrons-up-down" />
            </summary>
            <div class="menu menu--up">
                <ul>
                    <li>
                        <A href="/account/profile">
                            <Icon name="user" />
                            "Account"
                        </A>
                    </li>
                    <li>
                        <A href="/account/tokens">
                            <Icon name="token" />
                            "API tokens"
                        </A>
                    </li>
                </ul>
                <ThemeToggle theme=data.theme next=here />
                <form class="menu__form" method="post" action="/session/sign-out">
                    <button>
                        <Icon name="sign-out" />
                        "Sign out"
                    </button>
                </form>
            </div>
        </details>
    }
}
