//! A box to tick.

use leptos::prelude::*;

use super::ticked;

/// A box to tick, with its label and, below it, what ticking means.
#[component]
pub(crate) fn Checkbox(
    /// The form field.
    #[prop(into)]
    name: String,
    /// What is sent when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Its words.
    #[prop(into)]
    label: String,
    /// What ticking means.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Whether it cannot be changed.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let checked = ticked(&name, &value).unwrap_or(checked);
    view! {
        <label class="check" data-disabled=disabled.then_some("true")>
            <input type="checkbox" name=name value=value checked=checked disabled=disabled />
            <span class="check__text">
                <span class="check__label">{label}</span>
                {hint.map(|hint| view! { <small class="check__hint">{hint}</small> }.into_any())}
            </span>
        </label>
    }
}
