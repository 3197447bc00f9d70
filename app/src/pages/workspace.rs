//! One workspace: what applies to it and why, what it did lately.

mod effective;
mod runs;

use domain::{Permission, Workspace};
use leptos::prelude::*;

use super::address::use_param;
use super::workspaces::tag_list;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::workspaces::{GetWorkspace, WorkspaceView};
use crate::ui::{
    Breadcrumbs, ButtonLink, Card, CopyField, Crumb, Fact, Facts, Look, PageHead, RelativeTime,
    loaded, page_data,
};

/// The page of a workspace.
#[component]
pub(crate) fn WorkspacePage() -> impl IntoView {
    let organization = use_organization();
    let name = use_param("workspace");
    let view = page_data(move || GetWorkspace {
        organization: organization.get(),
        workspace: name.get(),
    });
    loaded(view, |view, frame| workspace(&view, &frame))
}

fn workspace(view: &WorkspaceView, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let address = paths.workspace(&view.workspace.name);
    let may_send = frame.may(Permission::CreateRuns);
    let may_edit = frame.may(Permission::ManageWorkspaces);
    let (edit, check) = (format!("{address}/edit"), format!("{address}/runs/new"));
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Workspaces", paths.below("workspaces")),
            Crumb::here(view.workspace.name.to_string()),
        ] />
        <PageHead
            title=view.workspace.name.to_string()
            subtitle=view.workspace.description.clone().unwrap_or_default()
            actions=move || {
                view! {
                    {may_edit
                        .then(|| {
                            view! {
                                <ButtonLink href=edit look=Look::Quiet icon="edit">
                                    "Edit"
                                </ButtonLink>
                            }
                        })}
                    {may_send
                        .then(|| {
                            view! {
                                <ButtonLink href=check look=Look::Primary icon="plan">
                                    "Check a plan"
                                </ButtonLink>
                            }
                        })}
                }
            }
        />
        <div class="cols">
            <div class="stack">
                {runs::recent(&view.runs, &view.workspace, frame)}
                {effective::policy_sets(&view.policy_sets, frame)}
            </div>
            <aside class="stack">{facts(&view.workspace, frame)}</aside>
        </div>
    }
    .into_any()
}

fn facts(workspace: &Workspace, frame: &FrameData) -> AnyView {
    let workspace = workspace.clone();
    let now = frame.now();
    let folder = workspace.working_directory.map(|folder| {
        view! {
            <Fact label="Folder">
                <code class="code">{folder}</code>
            </Fact>
        }
    });
    let tags = (!workspace.tags.is_empty())
        .then(|| view! { <Fact label="Tags">{tag_list(&workspace.tags)}</Fact> });
    view! {
        <Card>
            <Facts>
                <Fact label="Project">{workspace.project}</Fact>
                {tags}
                {folder}
                <Fact label="Applies without asking">
                    {if workspace.auto_apply { "yes" } else { "no" }}
                </Fact>
                <Fact label="Created">
                    <RelativeTime at=workspace.created_at now=now />
                </Fact>
                <Fact label="Id">
                    <CopyField value=workspace.id.to_string() label="the id" />
                </Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{EffectivePolicySet, PolicySetId, ScopeReason};

    use super::super::samples::{self, render};
    use super::*;

    fn view(reasons: &[ScopeReason]) -> WorkspaceView {
        let set = |reason| EffectivePolicySet {
            policy_set_id: PolicySetId::from_bare("0000000000000003").unwrap(),
            policy_set: samples::name("baseline"),
            reason,
            current_version: Some(2),
            policy_count: 4,
            overridable: false,
        };
        WorkspaceView {
            workspace: samples::workspace(),
            policy_sets: reasons.iter().copied().map(set).collect(),
            runs: Vec::new(),
        }
    }

    #[test]
    fn sets_in_effect_say_why_and_the_others_are_folded_with_their_reason() {
        let view = view(&[ScopeReason::Global, ScopeReason::ProjectExcluded]);
        let html = render(|| workspace(&view, &samples::owner()));
        assert!(html.contains(ScopeReason::Global.label()), "{html}");
        assert!(html.contains("Not in effect: 1 policy set"), "{html}");
        assert!(
            html.contains(ScopeReason::ProjectExcluded.label()),
            "{html}"
        );
    }

    #[test]
    fn a_workspace_without_any_set_says_that_every_plan_passes() {
        let html = render(|| workspace(&view(&[]), &samples::owner()));
        assert!(html.contains("passes with 0 policies applied"), "{html}");
    }

    #[test]
    fn a_reader_can_neither_edit_nor_send() {
        let html = render(|| workspace(&view(&[]), &samples::reader()));
        assert!(
            !html.contains("/edit") && !html.contains("runs/new"),
            "{html}"
        );
    }
}
