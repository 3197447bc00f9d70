//! A new policy set, on one page.

use domain::Permission;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::scope_form::{Candidate, Chosen, scope_fields};
use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::policy_sets::{CreatePolicySet, GetScopeChoices, ScopeChoices};
use crate::ui::{
    Breadcrumbs, Callout, Card, Checkbox, Crumb, Field, FormActions, PageHead, PostForm, TextArea,
    TextInput, field_error, loaded, page_data,
};

/// What `overridable` means, for those who read it the first time.
pub(super) const OVERRIDABLE: &str = "A policy that its manifest calls mandatory can then be overridden by \
     an approver, with a reason. Without it, mandatory blocks for good. Policies that say soft-mandatory or \
     hard-mandatory themselves are not touched by this.";

/// The page of a new policy set.
#[component]
pub(crate) fn PolicySetNewPage() -> impl IntoView {
    let organization = use_organization();
    let choices = page_data(move || GetScopeChoices {
        organization: organization.get(),
    });
    loaded(choices, |choices, frame| new_policy_set(choices, &frame))
}

fn new_policy_set(choices: ScopeChoices, frame: &FrameData) -> AnyView {
    let list = frame.paths().below("policy-sets");
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", list.clone()),
            Crumb::here("New"),
        ] />
        <PageHead title="New policy set" subtitle="Its policies come next: a bundle that you upload, or policies that you write here." />
        {if frame.may(Permission::ManagePolicySets) {
            form(choices, frame, list)
        } else {
            not_allowed()
        }}
    }
    .into_any()
}

fn not_allowed() -> AnyView {
    view! {
        <Callout tone=Tone::Quiet title="You may not create policy sets here.">
            "Policy authors and owners may. An owner can give you that role."
        </Callout>
    }
    .into_any()
}

fn form(choices: ScopeChoices, frame: &FrameData, cancel: String) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let workspaces: Vec<_> = choices
        .workspaces
        .into_iter()
        .map(|workspace| Candidate {
            name: workspace.name.to_string(),
            beside: Some(workspace.project),
        })
        .collect();
    let projects: Vec<_> = choices
        .projects
        .into_iter()
        .map(|project| Candidate {
            name: project.name,
            beside: None,
        })
        .collect();
    let chosen = Chosen {
        global: true,
        ..Chosen::default()
    };
    view! {
        <Card>
            <PostForm action=CreatePolicySet::url()>
                <input type="hidden" name="organization" value=organization />
                <Field
                    for_id="name"
                    label="Name"
                    hint="Letters, digits, - and _. Checks keep it on record."
                    error=field_error("name")
                >
                    <TextInput
                        id="name"
                        name="name"
                        placeholder="baseline"
                        pattern="[A-Za-z0-9_\\-]{1,90}"
                        required=true
                    />
                </Field>
                <Field
                    for_id="description"
                    label="Description"
                    hint="What it guards against. Whoever is stopped by it reads this."
                    optional=true
                    error=field_error("description")
                >
                    <TextArea id="description" name="description" rows=2 />
                </Field>
                <Checkbox name="overridable" label="Mandatory policies can be overridden" hint=OVERRIDABLE />
                {scope_fields(&workspaces, &projects, &chosen)}
                <FormActions submit="Create policy set" cancel=cancel />
            </PostForm>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{Project, ProjectId};

    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    #[test]
    fn every_workspace_and_project_can_be_ticked() {
        let choices = ScopeChoices {
            workspaces: vec![samples::workspace()],
            projects: vec![Project {
                id: ProjectId::from_bare("0000000000000005").unwrap(),
                name: HOSTILE.to_owned(),
                description: None,
                workspace_count: 1,
                created_at: samples::now(),
            }],
        };
        let html = render(|| new_policy_set(choices, &samples::owner()));
        assert!(
            html.contains("name=\"scope[workspaces][]\" value=\"prod\""),
            "{html}"
        );
        assert!(
            html.contains("name=\"scope[excluded_projects][]\""),
            "{html}"
        );
    }

    #[test]
    fn a_reader_gets_a_sentence_instead_of_a_form() {
        let html = render(|| new_policy_set(ScopeChoices::default(), &samples::reader()));
        assert!(
            !html.contains("<form") && html.contains("Policy authors and owners"),
            "{html}"
        );
    }
}
