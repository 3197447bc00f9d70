//! The top of a page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::model::escape_html;

/// The title of the document. `leptos_meta` does not escape it on the server; in the browser it
/// becomes `document.title`, which is text.
pub(crate) fn document_title(text: &str) -> String {
    if cfg!(target_arch = "wasm32") {
        text.to_owned()
    } else {
        escape_html(text)
    }
}

/// The page's one `<h1>`, its document title, and what can be done on it.
#[component]
pub(crate) fn PageHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// More about it, quieter, on the same line.
    #[prop(optional, into)]
    aside: Option<String>,
    /// A sentence below.
    #[prop(optional, into)]
    subtitle: Option<String>,
    /// The document's title, when it is not the heading.
    #[prop(optional, into)]
    document_title: Option<String>,
    /// Buttons.
    #[prop(optional, into)]
    actions: ViewFnOnce,
) -> impl IntoView {
    let document_title = document_title.unwrap_or_else(|| title.clone());
    view! {
        <Title text=self::document_title(&document_title) />
        <header class="page-head">
            <div class="page-head__words">
                <h1 tabindex="-1">
                    {title}
                    {aside.map(|aside| view! { <span class="page-head__aside">{aside}</span> }.into_any())}
                </h1>
                {subtitle.map(|subtitle| view! { <p class="page-head__subtitle">{subtitle}</p> }.into_any())}
            </div>
            <div class="page-head__actions">{actions.run()}</div>
        </header>
    }
}
