//! A sheet of paper on the page.

use leptos::prelude::*;

/// A section on its own sheet. `flush`: the content has its own padding (a table).
#[component]
pub(crate) fn Card(
    /// Its heading.
    #[prop(optional, into)]
    title: Option<String>,
    /// What stands beside the heading.
    #[prop(optional, into)]
    action: ViewFnOnce,
    /// Whether the content reaches the edges.
    #[prop(optional)]
    flush: bool,
    /// Its content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card">
            {title
                .map(|title| {
                    view! {
                        <header class="card__head">
                            <h2>{title}</h2>
                            {action.run()}
                        </header>
                    }
                        .into_any()
                })}
            <div class=if flush { "card__flush" } else { "card__body" }>{children()}</div>
        </section>
    }
}
