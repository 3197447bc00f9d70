//! Inviting someone.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::model::Tone;
use crate::server_functions::members::{InviteMember, MembersView};
use crate::ui::{
    Callout, Card, Checkbox, Choice, CopyField, Field, FormActions, PostForm, Select, TextInput,
    field_error,
};

/// The address of an invitation that was made just now.
pub(super) fn link(address: String) -> AnyView {
    view! {
        <Callout tone=Tone::Ask title="Send them this address. It is shown once.">
            <p>
                "Whoever opens it chooses a password and is in, so send it where only they read it. \
                 Lost it? Remove the member and invite them again."
            </p>
            <CopyField value=address label="the invitation" block=true />
        </Callout>
    }
    .into_any()
}

pub(super) fn form(view: &MembersView, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let is_site_admin = frame.viewer.user.is_site_admin;
    let roles = view.members.roles.iter();
    let roles: Vec<Choice> = roles
        .map(|role| Choice::new(role.name.clone(), role.name.clone()))
        .collect();
    let everywhere = std::iter::once(Choice::new("", "The whole organization"));
    let projects = view.projects.iter();
    let projects =
        projects.map(|one| Choice::new(one.name.clone(), format!("Project {}", one.name)));
    let places: Vec<Choice> = everywhere.chain(projects).collect();
    view! {
        <Card title="Invite someone">
            <PostForm action=InviteMember::url()>
                <input type="hidden" name="organization" value=organization />
                <Field for_id="email" label="E-mail" error=field_error("email")>
                    <TextInput id="email" name="email" kind="email" autocomplete="off" required=true />
                </Field>
                <Field for_id="name" label="Name" error=field_error("name")>
                    <TextInput id="name" name="name" autocomplete="off" required=true />
                </Field>
                <Field for_id="role" label="Role" hint="See below what each may do." error=field_error("role")>
                    <Select id="role" name="role" options=roles value="reader" />
                </Field>
                <Field for_id="project" label="Where" error=field_error("project")>
                    <Select id="project" name="project" options=places />
                </Field>
                {is_site_admin
                    .then(|| {
                        view! {
                            <Checkbox
                                name="vouched"
                                label="I have made sure whose account it is"
                                hint="Asked only for an account that another organization of this server made: it may know the password."
                            />
                        }
                            .into_any()
                    })}
                <FormActions submit="Invite" />
            </PostForm>
        </Card>
    }
    .into_any()
}
