//! The projects of an organization.

use domain::{Permission, Project};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::settings::settings_tabs;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::projects::{CreateProject, ListProjects};
use crate::ui::{
    Card, Cell, Field, FormActions, PageHead, PostForm, RelativeTime, Table, TextInput,
    field_error, loaded, page_data,
};

/// The page of an organization's projects.
#[component]
pub(crate) fn ProjectListPage() -> impl IntoView {
    let organization = use_organization();
    let projects = page_data(move || ListProjects {
        organization: organization.get(),
    });
    loaded(projects, |projects, frame| project_list(projects, &frame))
}

fn project_list(projects: Vec<Project>, frame: &FrameData) -> AnyView {
    let may_manage = frame.may(Permission::ManageProjects);
    let now = frame.now();
    let rows: Vec<_> = projects
        .into_iter()
        .map(|project| {
            view! {
                <tr>
                    <Cell>
                        <strong class="table__name">{project.name}</strong>
                        {project.description.map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
                    </Cell>
                    <Cell label="Workspaces">
                        <span class="num">{project.workspace_count}</span>
                    </Cell>
                    <Cell label="Created" end=true>
                        <RelativeTime at=project.created_at now=now />
                    </Cell>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <PageHead
            title="Projects"
            subtitle="Groups of workspaces: policy sets and members can be limited to one."
        />
        {settings_tabs(frame, "projects")}
        <div class="stack">
            <Card flush=true>
                <Table caption="Projects" columns=vec!["Name", "Workspaces", "Created"]>
                    {rows}
                </Table>
            </Card>
            {if may_manage {
                new_project(frame)
            } else {
                view! { <p class="muted">"Owners create projects."</p> }.into_any()
            }}
        </div>
    }
    .into_any()
}

fn new_project(frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    view! {
        <Card title="New project">
            <PostForm action=CreateProject::url()>
                <input type="hidden" name="organization" value=organization />
                <Field for_id="name" label="Name" hint="1 to 90 characters." error=field_error("name")>
                    <TextInput id="name" name="name" placeholder="Platform" required=true />
                </Field>
                <Field
                    for_id="description"
                    label="Description"
                    optional=true
                    error=field_error("description")
                >
                    <TextInput id="description" name="description" />
                </Field>
                <FormActions submit="Create project" />
            </PostForm>
        </Card>
    }
    .into_any()
}
