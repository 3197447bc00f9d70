//! What there is to know about a run.

use domain::{Check, Run, Timestamp};
use leptos::prelude::*;

use crate::model::{Paths, exact_time, shorten_commit};
use crate::ui::{CopyField, Fact, Facts, RelativeTime};

/// What there is to know about a run and its check, beside the page.
#[component]
pub(crate) fn RunFacts(
    /// The run.
    run: Run,
    /// Its check, where that has something to add.
    check: Option<Check>,
    /// The server's time.
    now: Timestamp,
) -> impl IntoView {
    let paths = Paths::of(&run.organization);
    let commit = run.commit.as_deref().map(shorten_commit);
    let digest = check
        .as_ref()
        .and_then(|check| check.plan_digest)
        .or(run.plan_digest)
        .map(|digest| digest.to_string());
    let engine = check.as_ref().and_then(|check| check.engine.clone());
    let terraform = run
        .plan
        .as_ref()
        .and_then(|plan| plan.terraform_version.clone());
    let is_partial = run.plan.as_ref().is_some_and(|plan| plan.is_partial);
    view! {
        <Facts>
            <Fact label="Workspace">
                <a class="link" href=paths.workspace(&run.workspace)>
                    {run.workspace.to_string()}
                </a>
            </Fact>
            <Fact label="Started by">
                {run.created_by.clone()} " "
                <span class="faint">
                    "· " <RelativeTime at=run.created_at now=now /> {format!(" · via {}", run.source)}
                </span>
            </Fact>
            {commit
                .map(|commit| {
                    view! {
                        <Fact label="Commit">
                            <code class="mono" title=run.commit.clone()>
                                {commit}
                            </code>
                            {run.branch.clone().map(|branch| view! { <span class="faint mono">" " {branch}</span> }.into_any())}
                        </Fact>
                    }
                })}
            {terraform
                .map(|version| view! { <Fact label="Planned by">{format!("Terraform {version}")}</Fact> })}
            {is_partial
                .then(|| {
                    view! {
                        <Fact label="Covers">
                            "A part only: targeted or deferred changes that are not in this plan were not checked"
                        </Fact>
                    }
                })}
            {digest
                .map(|digest| {
                    view! {
                        <Fact label="Plan digest">
                            <CopyField value=digest label="plan digest" />
                        </Fact>
                    }
                })}
            {engine.map(|engine| view! { <Fact label="Engine">{engine}</Fact> })}
            {check
                .as_ref()
                .and_then(|check| check.finished_at)
                .map(|at| view! { <Fact label="Answered">{exact_time(at)}</Fact> })}
            <Fact label="Run">
                <CopyField value=run.id.to_string() label="run id" />
            </Fact>
            {check
                .map(|check| {
                    view! {
                        <Fact label="Policy check">
                            <CopyField value=check.id.to_string() label="policy check id" />
                        </Fact>
                    }
                })}
        </Facts>
    }
    .into_any()
}
