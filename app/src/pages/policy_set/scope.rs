//! Where a policy set applies: the form, and what it comes to.

use std::collections::BTreeSet;

use domain::{MatchedWorkspace, Permission};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::model::{Tone, count, sorted};
use crate::pages::scope_form::{Candidate, Chosen, scope_fields};
use crate::server_functions::policy_sets::{PolicySetView, UpdatePolicySetScope};
use crate::ui::{Badge, Card, Cell, EmptyState, FormActions, PostForm, Table};

pub(super) fn scope(view: &PolicySetView, frame: &FrameData) -> AnyView {
    let may_change = frame.may(Permission::ManagePolicySets);
    view! {
        <div class="stack">
            {if may_change {
                form(view, frame)
            } else {
                view! { <p class="muted">"Policy authors and owners can change where it applies."</p> }
                    .into_any()
            }} {matched(&view.matched, frame)}
        </div>
    }
    .into_any()
}

fn form(view: &PolicySetView, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let workspaces: Vec<Candidate> = view
        .matched
        .iter()
        .map(|one| Candidate {
            name: one.workspace.to_string(),
            beside: Some(one.project.clone()),
        })
        .collect();
    let workspaces = sorted(workspaces, |one, other| one.name.cmp(&other.name));
    let projects: Vec<_> = view
        .projects
        .iter()
        .map(|project| Candidate {
            name: project.name.clone(),
            beside: None,
        })
        .collect();
    let set = view.set.name.to_string();
    let chosen = chosen(view);
    view! {
        <Card>
            <PostForm action=UpdatePolicySetScope::url()>
                <input type="hidden" name="organization" value=organization />
                <input type="hidden" name="policy_set" value=set />
                {scope_fields(&workspaces, &projects, &chosen)}
                <FormActions submit="Save scope" />
            </PostForm>
        </Card>
    }
    .into_any()
}

/// The scope's ids as the names that the form shows and sends.
fn chosen(view: &PolicySetView) -> Chosen {
    let scope = &view.set.scope;
    let workspaces = |ids: &BTreeSet<domain::WorkspaceId>| {
        let named = view
            .matched
            .iter()
            .filter(|one| ids.contains(&one.workspace_id));
        named.map(|one| one.workspace.to_string()).collect()
    };
    let projects = |ids: &BTreeSet<domain::ProjectId>| {
        let named = view.projects.iter().filter(|one| ids.contains(&one.id));
        named.map(|one| one.name.clone()).collect()
    };
    Chosen {
        global: scope.global,
        workspaces: workspaces(&scope.workspaces),
        projects: projects(&scope.projects),
        excluded_workspaces: workspaces(&scope.excluded_workspaces),
        excluded_projects: projects(&scope.excluded_projects),
    }
}

fn matched(all: &[MatchedWorkspace], frame: &FrameData) -> AnyView {
    if all.is_empty() {
        return view! {
            <EmptyState
                icon="workspace"
                title="No workspace yet"
                body="As soon as there are workspaces, this says which of them the set applies to, and why."
            />
        }
        .into_any();
    }
    let (inside, outside): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.reason.applies());
    let number = |list: &[&MatchedWorkspace]| {
        count(
            u32::try_from(list.len()).unwrap_or(u32::MAX),
            "workspace",
            "workspaces",
        )
    };
    let title = format!("Applies to {}", number(&inside));
    let others = (!outside.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>
                    {format!("Does not apply to {}", number(&outside))}
                </summary>
                {table(&outside, "Workspaces it does not apply to", frame)}
            </details>
        }
        .into_any()
    });
    let inside = if inside.is_empty() {
        view! { <p class="card__note muted">"No plan is checked against this set."</p> }.into_any()
    } else {
        table(&inside, "Workspaces it applies to", frame)
    };
    view! {
        <Card title=title flush=true>{inside}</Card>
        {others}
    }
    .into_any()
}

fn table(list: &[&MatchedWorkspace], caption: &'static str, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = list
        .iter()
        .map(|one| {
            let tone = if one.reason.applies() {
                Tone::Ok
            } else {
                Tone::Quiet
            };
            let (name, project) = (one.workspace.to_string(), one.project.clone());
            let (href, reason) = (frame.paths().workspace(&name), one.reason.label());
            view! {
                <tr>
                    <Cell>
                        <a class="table__name" href=href>{name}</a>
                    </Cell>
                    <Cell label="Project">{project}</Cell>
                    <Cell label="Why">
                        <Badge tone=tone icon="" text=reason />
                    </Cell>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <Table caption=caption columns=vec!["Workspace", "Project", "Why"]>
            {rows}
        </Table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{Page, PolicySet, PolicySetId, ScopeReason, SetKind, Timestamp, WorkspaceId};

    use super::*;

    fn view() -> PolicySetView {
        let at = Timestamp::from_unix_micros(0).unwrap();
        let workspace_id = WorkspaceId::from_bare("000000000000000a").unwrap();
        let project_id = domain::ProjectId::from_bare("000000000000000b").unwrap();
        PolicySetView {
            set: PolicySet {
                id: PolicySetId::from_bare("000000000000000c").unwrap(),
                name: "baseline".parse().unwrap(),
                description: None,
                kind: SetKind::Opa,
                overridable: false,
                strict: false,
                require_tests: false,
                dialect: None,
                scope: domain::Scope {
                    global: true,
                    excluded_workspaces: [workspace_id].into(),
                    ..domain::Scope::default()
                },
                source: None,
                current_version_id: None,
                current_version: None,
                newest_version: None,
                policy_count: 0,
                created_at: at,
                updated_at: at,
            },
            policies: Vec::new(),
            versions: Page::default(),
            matched: vec![MatchedWorkspace {
                workspace_id,
                workspace: "prod".parse().unwrap(),
                project_id,
                project: "Default Project".to_owned(),
                reason: ScopeReason::WorkspaceExcluded,
            }],
            projects: Vec::new(),
        }
    }

    #[test]
    fn the_form_starts_from_the_names_behind_the_scope() {
        let chosen = chosen(&view());
        assert!(chosen.global);
        assert_eq!(chosen.excluded_workspaces, ["prod"]);
        assert!(chosen.workspaces.is_empty());
    }
}
