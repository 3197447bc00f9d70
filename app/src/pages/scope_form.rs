//! Where a policy set applies, as form fields: shared by the new set and the scope tab.

use leptos::prelude::*;

use crate::ui::ticked;

/// One workspace or project that a scope can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What is sent and read: its name.
    pub(super) name: String,
    /// Beside the name: the project of a workspace.
    pub(super) beside: Option<String>,
}

/// The names that are ticked at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) global: bool,
    pub(super) workspaces: Vec<String>,
    pub(super) projects: Vec<String>,
    pub(super) excluded_workspaces: Vec<String>,
    pub(super) excluded_projects: Vec<String>,
}

/// The fields of a scope: every workspace or chosen ones, and exclusions. Which lists are shown
/// follows the radio buttons by style sheet alone, so that it works without JavaScript.
pub(super) fn scope_fields(
    workspaces: &[Candidate],
    projects: &[Candidate],
    chosen: &Chosen,
) -> AnyView {
    view! {
        <fieldset class="fieldset scope-fields">
            <legend>"Where it applies"</legend>
            <div class="choices">
                {kind(
                    "global",
                    "Every workspace",
                    "Those that exist and those to come, except what you exclude below.",
                    chosen.global,
                )}
                {kind(
                    "chosen",
                    "Chosen workspaces and projects",
                    "Only what you tick. A project stands for all its workspaces, also new ones.",
                    !chosen.global,
                )}
            </div>
            <div class="scope-fields__chosen">
                {pick_list("projects", "Projects", projects, &chosen.projects)}
                {pick_list("workspaces", "Workspaces", workspaces, &chosen.workspaces)}
            </div>
            {exclusions(workspaces, projects, chosen)}
        </fieldset>
    }
    .into_any()
}

fn exclusions(workspaces: &[Candidate], projects: &[Candidate], chosen: &Chosen) -> AnyView {
    let number = chosen.excluded_workspaces.len() + chosen.excluded_projects.len();
    let is_open = number > 0;
    view! {
        <details class="scope-fields__excluded" open=is_open>
            <summary>
                "Exclusions" {is_open.then(|| view! { <span class="tabs__count">{number}</span> }.into_any())}
            </summary>
            <p class="muted">"What is excluded stays out, however else it would be in."</p>
            {pick_list("excluded_projects", "Excluded projects", projects, &chosen.excluded_projects)}
            {pick_list(
                "excluded_workspaces",
                "Excluded workspaces",
                workspaces,
                &chosen.excluded_workspaces,
            )}
        </details>
    }
    .into_any()
}

fn kind(value: &'static str, label: &'static str, hint: &'static str, checked: bool) -> AnyView {
    let checked = ticked("scope[kind]", value).unwrap_or(checked);
    view! {
        <label class="choice" data-kind=value>
            <input type="radio" name="scope[kind]" value=value checked=checked />
            <span class="choice__text">
                <strong>{label}</strong>
                <small>{hint}</small>
            </span>
        </label>
    }
    .into_any()
}

fn pick_list(
    field: &'static str,
    label: &'static str,
    candidates: &[Candidate],
    chosen: &[String],
) -> AnyView {
    if candidates.is_empty() {
        return view! {
            <div class="pick-list">
                <h3 class="pick-list__label">{label}</h3>
                <p class="faint">"There are none yet."</p>
            </div>
        }
        .into_any();
    }
    let boxes: Vec<_> = candidates
        .iter()
        .map(|candidate| {
            let name = format!("scope[{field}][]");
            let checked = ticked(&name, &candidate.name)
                .unwrap_or_else(|| chosen.contains(&candidate.name));
            view! {
                <label class="pick-list__item">
                    <input
                        type="checkbox"
                        name=name
                        value=candidate.name.clone()
                        checked=checked
                    />
                    <span>{candidate.name.clone()}</span>
                    {candidate.beside.clone().map(|beside| view! { <small>{beside}</small> }.into_any())}
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="pick-list" role="group" aria-label=label>
            <h3 class="pick-list__label">{label}</h3>
            <div class="pick-list__items" tabindex="0">
                {boxes}
            </div>
        </div>
    }
    .into_any()
}
