//! Signing in.

use leptos::prelude::*;

use super::address::use_query;
use super::entrance::Entrance;
use super::entrance_form::EntranceForm;
use crate::server_functions::sessions::GetNotice;
use crate::ui::{Field, TextInput, page_data};

/// The page that asks who it is. Its form is a plain one: `server` sets the cookie.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let next = use_query("next");
    let notice = page_data(|| GetNotice {});
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let notice = notice.load().await.ok().flatten();
                view! {
                    <Entrance
                        title="Sign in"
                        subtitle="With the account that you were invited with."
                        notice=notice
                    >
                        {sign_in_form(next.get_untracked().unwrap_or_default())}
                    </Entrance>
                }
                    .into_any()
            })}
        </Transition>
    }
}

fn sign_in_form(next: String) -> AnyView {
    view! {
        <EntranceForm action="/session/sign-in" submit="Sign in">
            <input type="hidden" name="next" value=next />
            <Field for_id="userid" label="E-mail">
                <TextInput
                    id="userid"
                    name="userid"
                    autocomplete="username"
                    required=true
                />
            </Field>
            <Field for_id="password" label="Password">
                <TextInput
                    id="password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                />
            </Field>
        </EntranceForm>
    }
    .into_any()
}
