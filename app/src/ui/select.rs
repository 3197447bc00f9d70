//! One of a few.

use leptos::prelude::*;

use super::typed::typed;

/// One of the options of a [`Select`].
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    value: String,
    label: String,
}

impl Choice {
    /// An option: what is sent, and what is read.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// A native select. Its id is `id`; its label is a [`super::Field`]'s or `label`.
#[component]
pub(crate) fn Select(
    /// Its id.
    #[prop(into)]
    id: String,
    /// The form field.
    #[prop(into)]
    name: String,
    /// The options.
    options: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Its name for screen readers, where no label is shown.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let value = typed(&name).unwrap_or(value);
    let options: Vec<_> = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! {
                <option value=choice.value selected=selected>
                    {choice.label}
                </option>
            }
            .into_any()
        })
        .collect();
    view! {
        <select class="input select" id=id name=name aria-label=label>
            {options}
        </select>
    }
}
