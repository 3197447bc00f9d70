//! A value to take away.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::Icon;

/// A value in monospace and a button that copies it. Without JavaScript the value can be selected
/// with one click, and the button is not shown.
#[component]
pub(crate) fn CopyField(
    /// The value.
    #[prop(into)]
    value: String,
    /// What it is, for the button: "Copy {label}".
    #[prop(into)]
    label: String,
    /// Whether to show the value as a block of its own (commands, secrets) instead of inline.
    #[prop(optional)]
    block: bool,
) -> impl IntoView {
    let (copied, set_copied) = signal(false);
    let text = StoredValue::new(value.clone());
    let copy = move |event: leptos::ev::MouseEvent| {
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&text.get_value());
        set_copied.set(true);
        if let Some(button) = event
            .current_target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = button.focus();
        }
        set_timeout(
            move || {
                let _ = set_copied.try_set(false);
            },
            std::time::Duration::from_secs(2),
        );
    };
    view! {
        <span class=if block { "copy copy--block" } else { "copy" }>
            <code class="copy__value">{value}</code>
            <button
                type="button"
                class="copy__button"
                data-copied=move || copied.get().then_some("true")
                aria-label=move || {
                    if copied.get() { format!("Copied {label}") } else { format!("Copy {label}") }
                }
                on:click=copy
            >
                <Icon name="copy" />
                <Icon name="check" />
            </button>
        </span>
    }
}
