//! The next page of a long list.

use leptos::prelude::*;

/// Links of a keyset-paged list: to its beginning, when this is not it, and to what follows.
/// Nothing when everything is on the page.
#[component]
pub(crate) fn Pagination(
    /// What the list is of, for screen readers: "Runs".
    label: &'static str,
    /// The list's address without a cursor, filters included.
    #[prop(into)]
    base: String,
    /// Whether a cursor is in use now.
    is_first: bool,
    /// The cursor of the next page.
    next: Option<String>,
) -> impl IntoView {
    let joint = if base.contains('?') { '&' } else { '?' };
    let next = next.map(|cursor| {
        format!(
            "{base}{joint}after={}",
            crate::model::percent_encode(&cursor)
        )
    });
    (!is_first || next.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=format!("{label}: pages")>
                {(!is_first)
                    .then(|| view! { <a class="button button--quiet" href=base.clone()>"Newest"</a> }.into_any())}
                {next.map(|href| view! { <a class="button" href=href rel="next">"Next page"</a> }.into_any())}
            </nav>
        }
            .into_any()
    })
}
