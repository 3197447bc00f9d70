//! Nothing here yet.

use leptos::prelude::*;

use super::Icon;

/// Said where a list has nothing: what would be here, and the one thing to do about it.
#[component]
pub(crate) fn EmptyState(
    /// An icon.
    icon: &'static str,
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// What would be here and why there is none.
    #[prop(optional, into)]
    body: Option<String>,
    /// What to do: a button or a link.
    #[prop(optional, into)]
    action: ViewFnOnce,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon />
            <h2>{title}</h2>
            {body.map(|body| view! { <p>{body}</p> }.into_any())}
            <div class="empty__action">{action.run()}</div>
        </div>
    }
}
