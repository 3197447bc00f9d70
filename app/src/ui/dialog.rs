//! A native dialog.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// A native `<dialog>`, opened with `showModal()` while `open` is true: focus trap, Esc and the
/// inert rest of the page come from the browser; what is marked `data-first` inside has the focus
/// first. What it asks must also be a page of its own.
#[component]
pub(crate) fn Dialog(
    /// Whether it is shown; it sets this to false when it is closed.
    open: RwSignal<bool>,
    /// The id of the heading inside, for screen readers.
    labelled_by: &'static str,
    /// Its content.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() == dialog.open() {
            return;
        }
        if open.get_untracked() {
            let _ = dialog.show_modal();
            // Not `autofocus`: it would look for the field when the page loads, behind a closed door.
            if let Ok(Some(first)) = dialog.query_selector("[data-first]")
                && let Ok(first) = first.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = first.focus();
            }
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
        >
            {children()}
        </dialog>
    }
}
