//! Deleting something, with its name typed.

use leptos::prelude::*;

use crate::ui::{Field, FormActions, Look, PostForm, TextInput, came_back, field_error};

/// A folded form that deletes something once its name was typed.
#[component]
pub(super) fn ConfirmDelete(
    /// The server function's address.
    action: &'static str,
    /// What it is: "policy set".
    noun: &'static str,
    /// Its name, to be typed.
    name: String,
    /// What deleting it does.
    consequence: &'static str,
    /// Hidden fields: which one.
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let hidden: Vec<_> = hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any())
        .collect();
    view! {
        <details class="fold fold--danger" open=came_back(action)>
            <summary>{format!("Delete this {noun}")}</summary>
            <div class="fold__body">
                <p>{consequence}</p>
                <PostForm action=action>
                    {hidden}
                    <Field
                        for_id="confirmation"
                        label=format!("Type {name} to confirm")
                        error=field_error("confirmation")
                    >
                        <TextInput id="confirmation" name="confirmation" autocomplete="off" required=true />
                    </Field>
                    <FormActions submit=format!("Delete {name}") look=Look::Danger />
                </PostForm>
            </div>
        </details>
    }
    .into_any()
}
