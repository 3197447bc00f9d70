//! A text field of one line.

use leptos::prelude::*;

use super::typed::typed;

/// A text field of one line.
#[component]
pub(crate) fn TextInput(
    /// Its id; hint and error are `{id}-hint` and `{id}-error`.
    #[prop(into)]
    id: String,
    /// The form field.
    #[prop(into)]
    name: String,
    /// `text`, `email`, `password`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Its text at first.
    #[prop(optional, into)]
    value: String,
    /// An example.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// What browsers may fill in: `username`, `current-password`, `off`.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The fewest characters.
    #[prop(optional)]
    min_length: Option<u32>,
    /// What it must look like, as an HTML pattern.
    #[prop(optional)]
    pattern: Option<&'static str>,
    /// Its name for screen readers, where no label is shown.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let value = match kind {
        "password" => value,
        _ => typed(&name).unwrap_or(value),
    };
    let described_by = format!("{id}-hint {id}-error");
    view! {
        <input
            class="input"
            id=id
            name=name
            type=kind
            value=value
            placeholder=placeholder
            autocomplete=autocomplete
            required=required
            minlength=min_length
            pattern=pattern
            aria-label=label
            aria-describedby=described_by
        />
    }
}
