//! The way of a run through the gate.

use leptos::prelude::*;

use crate::model::Step;

/// Steps, one below the other.
#[component]
pub(crate) fn StepList(
    /// The steps.
    steps: Vec<Step>,
) -> impl IntoView {
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| {
            view! {
                <li data-tone=step.tone.as_str() aria-current=step.is_now.then_some("step")>
                    <span class="steps__label">{step.label}</span>
                    <span class="steps__note num">{step.note}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="steps">{steps}</ol> }.into_any()
}
