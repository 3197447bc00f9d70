//! A word in a tone.

use leptos::prelude::*;

use super::Icon;
use crate::model::Tone;

/// A word in a tone, with an icon, because colour is never alone.
#[component]
pub(crate) fn Badge(
    /// Its tone.
    tone: Tone,
    /// Its icon; by default the tone's own. Empty: none.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Its word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let icon = icon.unwrap_or(tone.icon());
    view! {
        <span class="badge" data-tone=tone.as_str()>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            {text}
        </span>
    }
}
