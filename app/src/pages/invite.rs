//! Taking up an invitation.

use leptos::prelude::*;

use super::address::use_param;
use super::entrance::Entrance;
use super::entrance_form::EntranceForm;
use super::password_field::PasswordField;
use crate::Flash;
use crate::server_functions::members::{GetInvitation, Invited};
use crate::server_functions::sessions::GetNotice;
use crate::ui::{ButtonLink, Field, TextInput, page_data};

/// The page behind an invitation's address: it asks for a name and a password.
#[component]
pub(crate) fn InvitePage() -> impl IntoView {
    let secret = use_param("secret");
    let invited = page_data(move || GetInvitation {
        secret: secret.get(),
    });
    let notice = page_data(|| GetNotice {});
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let notice = notice.load().await.ok().flatten();
                match invited.load().await {
                    Ok(Some(invited)) => invitation(invited, secret.get_untracked(), notice),
                    Ok(None) => over(),
                    Err(error) => super::error_page(error),
                }
            })}
        </Transition>
    }
}

fn invitation(invited: Invited, secret: String, notice: Option<Flash>) -> AnyView {
    view! {
        <Entrance
            title="Welcome"
            subtitle=format!("You were invited as {}. Choose a password and you are in.", invited.email)
            notice=notice
        >
            <EntranceForm action="/session/invitation" submit="Accept the invitation">
                <input type="hidden" name="secret" value=secret />
                // Password managers look for the account's name beside the password.
                <input type="text" name="username" value=invited.email autocomplete="username" hidden readonly />
                <Field for_id="name" label="Your name" hint="Others see it beside what you decide.">
                    <TextInput id="name" name="name" value=invited.name autocomplete="name" required=true />
                </Field>
                <PasswordField label="Password" />
            </EntranceForm>
        </Entrance>
    }
    .into_any()
}

fn over() -> AnyView {
    view! {
        <Entrance
            title="This invitation is over"
            subtitle="It was used already, it is too old, or its address is not complete. Ask the person who \
                      invited you for a new one."
        >
            <ButtonLink href="/login">"To the sign-in page"</ButtonLink>
        </Entrance>
    }
    .into_any()
}
