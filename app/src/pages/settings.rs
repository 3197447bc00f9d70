//! The choices of an organization.

use domain::{Organization, Permission};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::{FrameData, use_frame};
use crate::server_functions::organizations::UpdateOrganization;
use crate::ui::{
    Card, Checkbox, Fact, Facts, Field, FormActions, PageHead, PostForm, RelativeTime, Tab, Tabs,
    TextInput, field_error, loaded,
};

/// The four switches: form field, label, what switching it on means.
const SWITCHES: [(&str, &str, &str); 4] = [
    (
        "advisory_errors_block",
        "Advisory policies that have no answer block",
        "An advisory policy that errs (it does not compile, runs out of time) then blocks like a mandatory \
         one. Without it, it warns.",
    ),
    (
        "empty_checks_error",
        "A check without any policy has no answer",
        "A plan to which no policy applies is then blocked, so that a wrong scope is noticed. Without it, it \
         passes and says “0 policies applied”.",
    ),
    (
        "wire_overrides_need_reason",
        "Overrides through the TFE and Scalr APIs need a reason",
        "Here and on the native API a reason is always asked for. Clients of the other two may leave it out, \
         unless you switch this on.",
    ),
    (
        "four_eyes",
        "Four eyes",
        "Whoever started a run, and service accounts, may not override its check: somebody else decides.",
    ),
];

/// The page of an organization's settings.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    // Everything it shows comes with the frame.
    loaded(use_frame(), |_, frame| settings(&frame))
}

fn settings(frame: &FrameData) -> AnyView {
    let organization = frame.viewer.organization.clone();
    let may_update = frame.may(Permission::UpdateOrganization);
    view! {
        <PageHead title="Settings" subtitle="Choices about the gate. All are off at first." />
        {settings_tabs(frame, "general")}
        {organization
            .map(|organization| {
                view! {
                    <div class="stack">
                        {if may_update { form(&organization) } else { shown(&organization) }}
                        {facts(&organization, frame)}
                    </div>
                }
                    .into_any()
            })}
    }
    .into_any()
}

/// The pages of the settings as tabs; `current` is the last part of the address.
pub(super) fn settings_tabs(frame: &FrameData, current: &str) -> AnyView {
    let to = |label: &str, page: &str| {
        Tab::new(label, frame.paths().below(&format!("settings/{page}"))).current(current == page)
    };
    let mut items = vec![to("General", "general")];
    if frame.may(Permission::ReadProjects) {
        items.push(to("Projects", "projects"));
    }
    if frame.may(Permission::ReadMembers) {
        items.push(to("Members", "members"));
    }
    view! { <Tabs label="Parts of the settings" items=items /> }.into_any()
}

const fn is_on(organization: &Organization) -> [bool; 4] {
    let settings = &organization.settings;
    [
        settings.advisory_errors_block,
        settings.empty_checks_error,
        settings.wire_overrides_need_reason,
        settings.four_eyes,
    ]
}

/// Made inside of their form, where they find what was ticked before it was refused.
fn switches(on: [bool; 4]) -> Vec<AnyView> {
    SWITCHES
        .into_iter()
        .zip(on)
        .map(|((name, label, hint), on)| {
            view! { <Checkbox name=name label=label hint=hint checked=on /> }.into_any()
        })
        .collect()
}

fn form(organization: &Organization) -> AnyView {
    let on = is_on(organization);
    let email = organization.email.clone().unwrap_or_default();
    let name = organization.name.to_string();
    view! {
        <Card title="The gate">
            <PostForm action=UpdateOrganization::url()>
                <input type="hidden" name="organization" value=name />
                {switches(on)}
                <Field
                    for_id="email"
                    label="Contact"
                    hint="Whom to write to about this organization."
                    optional=true
                    error=field_error("email")
                >
                    <TextInput id="email" name="email" kind="email" value=email />
                </Field>
                <FormActions submit="Save settings" />
            </PostForm>
        </Card>
    }
    .into_any()
}

fn shown(organization: &Organization) -> AnyView {
    let facts: Vec<_> = SWITCHES
        .into_iter()
        .zip(is_on(organization))
        .map(|((_, label, _), on)| {
            view! { <Fact label=label>{if on { "on" } else { "off" }}</Fact> }.into_any()
        })
        .collect();
    view! {
        <Card title="The gate">
            <Facts>{facts}</Facts>
            <p class="muted">"Owners can change this."</p>
        </Card>
    }
    .into_any()
}

fn facts(organization: &Organization, frame: &FrameData) -> AnyView {
    let (name, at, now) = (
        organization.name.to_string(),
        organization.created_at,
        frame.now(),
    );
    view! {
        <Card>
            <Facts>
                <Fact label="Name">{name}</Fact>
                <Fact label="Created">
                    <RelativeTime at=at now=now />
                </Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, render};
    use super::*;

    #[test]
    fn an_owner_gets_the_switches_and_a_reader_their_state() {
        let html = render(|| settings(&samples::owner()));
        assert!(
            html.contains("name=\"four_eyes\"") && html.contains("Save settings"),
            "{html}"
        );
        let html = render(|| settings(&samples::reader()));
        assert!(
            !html.contains("<form") && html.contains("Owners can change this."),
            "{html}"
        );
    }
}
