//! The first person of a new server.

use leptos::prelude::*;

use super::entrance::Entrance;
use super::entrance_form::EntranceForm;
use super::password_field::PasswordField;
use crate::server_functions::sessions::GetNotice;
use crate::ui::{Field, TextInput, page_data};

/// The page that makes the first person, who is site admin, and their organization.
#[component]
pub(crate) fn SetupPage() -> impl IntoView {
    let notice = page_data(|| GetNotice {});
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let notice = notice.load().await.ok().flatten();
                view! {
                    <Entrance
                        title="Set up Portcullis"
                        subtitle="Nobody has an account here yet. You become the site admin, who may do everything."
                        notice=notice
                    >
                        {setup_form()}
                    </Entrance>
                }
                    .into_any()
            })}
        </Transition>
    }
}

fn setup_form() -> AnyView {
    view! {
        <EntranceForm action="/session/setup" submit="Create account and organization">
            <Field
                for_id="code"
                label="One-time code"
                hint="The server printed it when it started. It shows that you are its operator."
            >
                <TextInput id="code" name="code" autocomplete="one-time-code" required=true />
            </Field>
            <Field for_id="name" label="Your name">
                <TextInput id="name" name="name" autocomplete="name" required=true />
            </Field>
            <Field for_id="email" label="E-mail" hint="You sign in with it.">
                <TextInput id="email" name="email" kind="email" autocomplete="username" required=true />
            </Field>
            <PasswordField label="Password" />
            <Field
                for_id="organization"
                label="Organization"
                hint="Letters, digits, - and _: it is part of every address."
            >
                <TextInput
                    id="organization"
                    name="organization"
                    placeholder="acme"
                    pattern="[A-Za-z0-9_\\-]{1,90}"
                    autocomplete="organization"
                    required=true
                />
            </Field>
        </EntranceForm>
    }
    .into_any()
}
