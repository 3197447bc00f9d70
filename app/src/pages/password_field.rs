//! A new password.

use leptos::prelude::*;

use crate::ui::{Field, TextInput, field_error};

/// The fewest characters of a password, as `service` wants it.
const MIN_LENGTH: u32 = 10;

/// A field for a new password: it says the rule before it is broken.
#[component]
pub(super) fn PasswordField(
    /// The label.
    label: &'static str,
    /// The form field, also its id.
    #[prop(default = "password")]
    name: &'static str,
) -> impl IntoView {
    view! {
        <Field
            for_id=name
            label=label
            hint=format!("At least {MIN_LENGTH} characters. A sentence is fine.")
            error=field_error(name)
        >
            <TextInput
                id=name
                name=name
                kind="password"
                autocomplete="new-password"
                min_length=MIN_LENGTH
                required=true
            />
        </Field>
    }
}
