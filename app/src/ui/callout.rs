//! Something that a reader of the page must know.

use leptos::prelude::*;

use super::{Icon, prose};
use crate::model::Tone;

/// A box in a tone with an icon: something that a reader of the page must know.
#[component]
pub(crate) fn Callout(
    /// Its tone.
    tone: Tone,
    /// Its first words, bold.
    #[prop(into)]
    title: String,
    /// The rest.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="callout" data-tone=tone.as_str()>
            <Icon name=tone.icon() />
            <div class="callout__body">
                <strong>{prose(&title)}</strong>
                {children.map(|children| view! { <div>{children()}</div> }.into_any())}
            </div>
        </div>
    }
}
