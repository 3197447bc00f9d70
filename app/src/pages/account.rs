//! One's own account: who one is, the password, the appearance.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::password_field::PasswordField;
use crate::frame::Theme;
use crate::frame::{FrameData, use_frame};
use crate::server_functions::sessions::ChangePassword;
use crate::ui::{
    Button, Card, Fact, Facts, Field, FormActions, PageHead, PostForm, Tab, Tabs, TextInput,
    field_error, loaded,
};

/// The page of one's own account.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    // Everything it shows comes with the frame.
    loaded(use_frame(), |_, frame| account(&frame))
}

fn account(frame: &FrameData) -> AnyView {
    view! {
        <PageHead title="Account" />
        {account_tabs("profile")}
        <div class="stack">{profile(frame)} {appearance(frame.theme)} {password(frame)}</div>
    }
    .into_any()
}

/// The pages of the account as tabs; `current` is the last part of the address.
pub(super) fn account_tabs(current: &str) -> AnyView {
    let to = |label: &str, page: &str| {
        Tab::new(label, format!("/account/{page}")).current(current == page)
    };
    let items = vec![
        to("Profile", "profile"),
        to("Sessions", "sessions"),
        to("API tokens", "tokens"),
    ];
    view! { <Tabs label="Parts of the account" items=items /> }.into_any()
}

fn profile(frame: &FrameData) -> AnyView {
    let user = frame.viewer.user.clone();
    view! {
        <Card title="Profile">
            <Facts>
                <Fact label="Name">{user.name}</Fact>
                <Fact label="Signs in as">{user.userid.to_string()}</Fact>
                {user
                    .is_site_admin
                    .then(|| view! { <Fact label="Site admin">"yes: may do everything, everywhere"</Fact> })}
            </Facts>
        </Card>
    }
    .into_any()
}

fn appearance(theme: Theme) -> AnyView {
    let choices: Vec<_> = [
        (
            Theme::System,
            "As the system",
            "Follows what the system or browser says.",
        ),
        (Theme::Light, "Light", "Always light."),
        (Theme::Dark, "Dark", "Always dark."),
    ]
    .into_iter()
    .map(|(choice, label, hint)| {
        view! {
            <label class="choice">
                <input type="radio" name="theme" value=choice.as_str() checked=choice == theme />
                <span class="choice__text">
                    <strong>{label}</strong>
                    <small>{hint}</small>
                </span>
            </label>
        }
        .into_any()
    })
    .collect();
    view! {
        <Card title="Appearance">
            <form class="form" method="post" action="/session/theme">
                <input type="hidden" name="next" value="/account/profile" />
                <fieldset class="fieldset">
                    <legend class="visually-hidden">"Appearance"</legend>
                    <div class="choices">{choices}</div>
                </fieldset>
                <div class="form__actions">
                    <Button>"Use this appearance"</Button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn password(frame: &FrameData) -> AnyView {
    let userid = frame.viewer.user.userid.to_string();
    view! {
        <Card title="Password">
            <PostForm action=ChangePassword::url()>
                // Password managers and assistive technology want to know whose password it is.
                <input type="text" name="username" value=userid autocomplete="username" hidden readonly />
                <Field for_id="current" label="Current password" error=field_error("current")>
                    <TextInput
                        id="current"
                        name="current"
                        kind="password"
                        autocomplete="current-password"
                        required=true
                    />
                </Field>
                <PasswordField label="New password" name="new" />
                <Field for_id="repeated" label="New password again" error=field_error("repeated")>
                    <TextInput
                        id="repeated"
                        name="repeated"
                        kind="password"
                        autocomplete="new-password"
                        required=true
                    />
                </Field>
                <FormActions submit="Change password" look=crate::ui::Look::Plain />
            </PostForm>
        </Card>
    }
    .into_any()
}
