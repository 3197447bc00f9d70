//! An address that is no page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::error::UiError;
use crate::server_functions::viewer::MarkNotFound;
use crate::ui::{Icon, page_data};

use super::error_page;

/// An address that is no page: says so, and answers 404.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    // Only a render on the server has a status to set; in the browser this asks nothing.
    let marked = page_data(|| MarkNotFound {});
    view! {
        <Title formatter=|text: String| format!("{text} · Portcullis") />
        <main class="main main--alone" id="main">
            <a class="brand" href="/">
                <Icon name="portcullis" />
                "Portcullis"
            </a>
            <Transition>
                {move || Suspend::new(async move {
                    let _ = marked.load().await;
                    error_page(UiError::not_found("no such page"))
                })}
            </Transition>
        </main>
    }
}
