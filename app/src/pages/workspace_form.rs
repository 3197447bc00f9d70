//! A new workspace, or changing one.

use domain::{DEFAULT_PROJECT, Permission, Workspace};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::address::use_param;
use super::confirm_delete::ConfirmDelete;
use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::workspaces::{
    CreateWorkspace, DeleteWorkspace, GetWorkspaceForm, UpdateWorkspace, WorkspaceFormData,
};
use crate::ui::{
    Breadcrumbs, Callout, Card, Checkbox, Choice, Crumb, Field, FormActions, PageHead, PostForm,
    Select, TextArea, TextInput, field_error, loaded, page_data,
};

/// The page of a new workspace.
#[component]
pub(crate) fn WorkspaceNewPage() -> impl IntoView {
    let organization = use_organization();
    let data = page_data(move || GetWorkspaceForm {
        organization: organization.get(),
        workspace: None,
    });
    loaded(data, |data, frame| page(data, &frame))
}

/// The page that changes a workspace.
#[component]
pub(crate) fn WorkspaceEditPage() -> impl IntoView {
    let organization = use_organization();
    let name = use_param("workspace");
    let data = page_data(move || GetWorkspaceForm {
        organization: organization.get(),
        workspace: Some(name.get()),
    });
    loaded(data, |data, frame| page(data, &frame))
}

fn page(data: WorkspaceFormData, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let mut crumbs = vec![Crumb::link("Workspaces", paths.below("workspaces"))];
    let title = if let Some(workspace) = &data.workspace {
        let name = workspace.name.to_string();
        crumbs.push(Crumb::link(name.clone(), paths.workspace(&name)));
        crumbs.push(Crumb::here("Edit"));
        format!("Edit {name}")
    } else {
        crumbs.push(Crumb::here("New"));
        "New workspace".to_owned()
    };
    view! {
        <Breadcrumbs items=crumbs />
        <PageHead title=title />
        {if frame.may(Permission::ManageWorkspaces) { forms(data, frame) } else { not_allowed() }}
    }
    .into_any()
}

fn not_allowed() -> AnyView {
    view! {
        <Callout tone=Tone::Quiet title="You may not create or change workspaces here.">
            "Writers and owners may. An owner can give you that role."
        </Callout>
    }
    .into_any()
}

fn forms(data: WorkspaceFormData, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let delete = data.workspace.as_ref().map(|workspace| {
        view! {
            <ConfirmDelete
                action=DeleteWorkspace::url()
                noun="workspace"
                name=workspace.name.to_string()
                consequence="Its runs and their checks can no longer be seen here; the audit log keeps what was \
                             decided."
                hidden=vec![
                    ("organization", organization.clone()),
                    ("workspace", workspace.name.to_string()),
                ]
            />
        }
    });
    view! { <div class="stack">{form(data, organization.clone(), frame)} {delete}</div> }.into_any()
}

fn form(data: WorkspaceFormData, organization: String, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let options: Vec<Choice> = data
        .projects
        .into_iter()
        .map(|project| Choice::new(project.name.clone(), project.name))
        .collect();
    let workspace = data.workspace;
    let (action, submit, cancel, first_field) = match &workspace {
        Some(workspace) => (
            UpdateWorkspace::url(),
            "Save changes",
            paths.workspace(&workspace.name),
            view! { <input type="hidden" name="workspace" value=workspace.name.to_string() /> }
                .into_any(),
        ),
        None => (
            CreateWorkspace::url(),
            "Create workspace",
            paths.below("workspaces"),
            ().into_any(),
        ),
    };
    let is_new = workspace.is_none();
    let project = workspace
        .as_ref()
        .map_or_else(|| DEFAULT_PROJECT.to_owned(), |one| one.project.clone());
    view! {
        <Card>
            <PostForm action=action>
                <input type="hidden" name="organization" value=organization />
                {first_field} {is_new.then(name_field)}
                <Field for_id="project" label="Project" error=field_error("project")>
                    <Select id="project" name="project" options=options value=project />
                </Field>
                {details(workspace)}
                <FormActions submit=submit cancel=cancel />
            </PostForm>
        </Card>
    }
    .into_any()
}

fn name_field() -> AnyView {
    view! {
        <Field
            for_id="name"
            label="Name"
            hint="Letters, digits, - and _, unique in the organization."
            error=field_error("name")
        >
            <TextInput
                id="name"
                name="name"
                placeholder="networking-prod"
                pattern="[A-Za-z0-9_\\-]{1,90}"
                required=true
            />
        </Field>
    }
    .into_any()
}

fn details(workspace: Option<Workspace>) -> AnyView {
    let (description, tags, folder, auto_apply) = workspace.map_or_else(Default::default, |one| {
        let (description, folder) = (one.description, one.working_directory);
        (
            description.unwrap_or_default(),
            one.tags.join(", "),
            folder.unwrap_or_default(),
            one.auto_apply,
        )
    });
    view! {
        <Field
            for_id="description"
            label="Description"
            optional=true
            error=field_error("description")
        >
            <TextArea id="description" name="description" value=description rows=2 />
        </Field>
        <Field
            for_id="tags"
            label="Tags"
            hint="Separated by commas. Policies can read them."
            optional=true
            error=field_error("tags")
        >
            <TextInput id="tags" name="tags" value=tags />
        </Field>
        <Field
            for_id="working_directory"
            label="Folder"
            hint="Of the configuration in its repository. Policies can read it."
            optional=true
            error=field_error("working_directory")
        >
            <TextInput id="working_directory" name="working_directory" value=folder />
        </Field>
        <Checkbox
            name="auto_apply"
            label="Applies without asking"
            hint="Tells policies that nobody looks at a plan before it is applied. Portcullis itself never applies."
            checked=auto_apply
        />
    }
    .into_any()
}
