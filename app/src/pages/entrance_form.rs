//! The form of a page that needs nobody to be signed in.

use leptos::context::Provider;
use leptos::prelude::*;

use crate::ui::{Button, Look, Typed};

/// A form that posts to the handler at `action`, which sets a cookie and sends the browser on. Plain
/// with and without JavaScript: what follows is a page of its own.
#[component]
pub(super) fn EntranceForm(
    /// The handler's address.
    action: &'static str,
    /// The words of its button.
    submit: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let typed = Typed::into_form(action);
    view! {
        <form class="form" method="post" action=action>
            <Provider value=typed>{children()}</Provider>
            <div class="form__actions form__actions--wide">
                <Button look=Look::Primary>{submit}</Button>
            </div>
        </form>
    }
    .into_any()
}
