//! The sheet of the pages that need nobody to be signed in.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::Flash;
use crate::model::Tone;
use crate::ui::{Callout, Icon, document_title};

/// The brand, a heading, a message from before, and the form of an entrance page.
#[component]
pub(super) fn Entrance(
    /// The heading.
    title: &'static str,
    /// A sentence below it.
    #[prop(into)]
    subtitle: String,
    /// What went wrong or right just before.
    #[prop(optional_no_strip)]
    notice: Option<Flash>,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=document_title(&format!("{title} · Portcullis")) />
        <main class="entrance" id="main">
            <p class="entrance__brand">
                <Icon name="portcullis" />
                "Portcullis"
            </p>
            <section class="entrance__sheet card">
                <h1 tabindex="-1">{title}</h1>
                <p class="muted">{subtitle}</p>
                {notice
                    .map(|notice| {
                        let tone = if notice.is_error { Tone::Bad } else { Tone::Ok };
                        view! {
                            <div role="alert">
                                <Callout tone=tone title=notice.text />
                            </div>
                        }
                            .into_any()
                    })}
                {children()}
            </section>
            <p class="entrance__foot faint">"The gate for infrastructure changes"</p>
        </main>
    }
    .into_any()
}
