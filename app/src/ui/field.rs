//! What is around a form control: label, hint, error.

use leptos::prelude::*;

use super::prose;

/// Label, hint and error around one control. The control's `id` is `for_id`; it names
/// `{for_id}-hint` and `{for_id}-error` in `aria-describedby`, as the controls of this kit do.
#[component]
pub(crate) fn Field(
    /// The control's id.
    #[prop(into)]
    for_id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What to write, before anything is wrong.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Whether it may be left empty: said beside the label.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let error_id = format!("{for_id}-error");
    let hint_id = format!("{for_id}-hint");
    view! {
        <div class="field" data-invalid=move || (!error.get().is_empty()).then_some("true")>
            <label class="field__label" for=for_id>
                {label}
                {optional.then(|| view! { <span class="field__optional">"optional"</span> }.into_any())}
            </label>
            {children()}
            {hint.map(|hint| view! { <small class="field__hint" id=hint_id>{hint}</small> }.into_any())}
            // Always there, so that the live region announces and hydration finds the same nodes.
            <p class="field__error" id=error_id role="alert">
                {move || prose(&error.get())}
            </p>
        </div>
    }
}
