//! One icon of the sprite.

use leptos::prelude::*;

/// An icon of `style/static/icons.svg`. Decoration for screen readers, unless it has a `label`
/// because it stands alone.
#[component]
pub(crate) fn Icon(
    /// Its id in the sprite.
    name: &'static str,
    /// What it says when it stands alone.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            aria-hidden=label.is_none().then_some("true")
            role=label.map(|_| "img")
            aria-label=label
        >
            <use href=format!("/static/icons.svg#{name}")></use>
        </svg>
    }
}
