//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::Icon;

/// How loud a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// One among others.
    #[default]
    Plain,
    /// What the page is for; one a page.
    Primary,
    /// Decides about a waiting check.
    Ask,
    /// Takes something away.
    Danger,
    /// Present, not pressing.
    Quiet,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button--primary",
            Self::Ask => "button button--ask",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A button. It submits its form unless `kind` says otherwise.
#[component]
pub(crate) fn Button(
    /// How loud it is.
    #[prop(optional)]
    look: Look,
    /// `submit`, `button` or `reset`.
    #[prop(default = "submit")]
    kind: &'static str,
    /// An icon before its words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=look.class()
            disabled=disabled.get_untracked()
            prop:disabled=move || disabled.get()
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button. `external`: the address is not a page of the app (a download,
/// a plain handler), so the router must leave it alone.
#[component]
pub(crate) fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    look: Look,
    /// An icon before its words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether it leaves the app.
    #[prop(optional)]
    external: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=look.class() rel=external.then_some("external")>
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </a>
    }
}
