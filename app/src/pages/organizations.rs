//! Every organization, and a new one.

use domain::Organization;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::model::{Paths, count};
use crate::server_functions::organizations::{CreateOrganization, ListOrganizations};
use crate::ui::{
    Card, Cell, EmptyState, Field, FormActions, PageHead, PostForm, RelativeTime, Table, TextInput,
    field_error, loaded, page_data,
};

/// The page of all organizations.
#[component]
pub(crate) fn OrganizationListPage() -> impl IntoView {
    let organizations = page_data(|| ListOrganizations {});
    loaded(organizations, |organizations, frame| {
        organization_list(organizations, &frame)
    })
}

fn organization_list(organizations: Vec<Organization>, frame: &FrameData) -> AnyView {
    let is_admin = frame.viewer.user.is_site_admin;
    let number = u32::try_from(organizations.len()).unwrap_or(u32::MAX);
    view! {
        <PageHead
            title="Organizations"
            subtitle=format!("You can see {}.", count(number, "organization", "organizations"))
        />
        <div class="stack">
            {if organizations.is_empty() {
                nothing_here(is_admin)
            } else {
                organization_table(organizations, frame)
            }} {is_admin.then(new_organization)}
            {(!is_admin).then(|| view! { <p class="muted">"Site admins create organizations."</p> }.into_any())}
        </div>
    }
    .into_any()
}

fn nothing_here(is_admin: bool) -> AnyView {
    let body = if is_admin {
        "An organization has its own policy sets, workspaces, people and audit log."
    } else {
        "Nobody has made you a member of one yet. Ask whoever sent you here for an invitation."
    };
    view! { <EmptyState icon="organization" title="No organization yet" body=body /> }.into_any()
}

fn organization_table(organizations: Vec<Organization>, frame: &FrameData) -> AnyView {
    let now = frame.now();
    let rows: Vec<_> = organizations
        .into_iter()
        .map(|organization| {
            let href = Paths::of(&organization.name).dashboard();
            view! {
                <tr>
                    <Cell>
                        <a class="table__name" href=href>{organization.name.to_string()}</a>
                    </Cell>
                    <Cell label="Contact">{organization.email.unwrap_or_else(|| "—".to_owned())}</Cell>
                    <Cell label="Created" end=true>
                        <RelativeTime at=organization.created_at now=now />
                    </Cell>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <Card flush=true>
            <Table caption="Organizations" columns=vec!["Name", "Contact", "Created"]>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn new_organization() -> AnyView {
    view! {
        <Card title="New organization">
            <PostForm action=CreateOrganization::url()>
                <Field
                    for_id="name"
                    label="Name"
                    hint="Letters, digits, - and _. It is part of every address and stays."
                    error=field_error("name")
                >
                    <TextInput id="name" name="name" required=true pattern="[A-Za-z0-9_\\-]{1,90}" />
                </Field>
                <Field
                    for_id="email"
                    label="Contact"
                    hint="Whom to write to about it."
                    optional=true
                    error=field_error("email")
                >
                    <TextInput id="email" name="email" kind="email" />
                </Field>
                <FormActions submit="Create organization" />
            </PostForm>
        </Card>
    }
    .into_any()
}
