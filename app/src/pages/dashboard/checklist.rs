//! The first three steps of a new organization.

use domain::{Dashboard, Permission};
use leptos::prelude::*;

use crate::frame::FrameData;
use crate::ui::{ButtonLink, CopyField, Icon};

/// What a new organization needs before its gate does anything, with commands to copy.
#[component]
pub(super) fn Checklist(
    /// What there is already.
    dashboard: Dashboard,
    /// What the frame knows.
    frame: FrameData,
) -> impl IntoView {
    let paths = frame.paths();
    let name = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let base = frame.base_url.clone();
    let environment = format!("export PORTCULLIS_URL={base}\nexport PORTCULLIS_TOKEN=…");
    let steps = [
        Step {
            title: "Create a workspace",
            words: "A workspace is what is planned: one Terraform or OpenTofu state.",
            is_done: dashboard.workspaces > 0,
            command: None,
            link: frame
                .may(Permission::ManageWorkspaces)
                .then(|| ("New workspace", paths.below("workspaces/new"))),
        },
        Step {
            title: "Add a policy set",
            words: "Rego policies and a manifest, uploaded as one bundle. Three to start from come with Portcullis, in its folder examples.",
            is_done: dashboard.policies > 0,
            command: Some(format!(
                "portcullis push examples/tagging --policy-set {name}/tagging --create --global"
            )),
            link: frame
                .may(Permission::ManagePolicySets)
                .then(|| ("New policy set", paths.below("policy-sets/new"))),
        },
        Step {
            title: "Send a plan",
            words: "From a pipeline or your own machine: the command waits for the verdict and exits with it.",
            is_done: !dashboard.recent.is_empty(),
            command: Some(format!(
                "terraform show -json tfplan > plan.json\nportcullis check plan.json --workspace {name}/WORKSPACE"
            )),
            link: (frame.may(Permission::CreateRuns) && dashboard.workspaces > 0)
                .then(|| ("Upload a plan here", paths.below("workspaces"))),
        },
    ];
    let next = steps.iter().position(|step| !step.is_done);
    let items: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| item(step, index + 1, next == Some(index)))
        .collect();
    view! {
        <section class="card checklist" aria-labelledby="checklist-title">
            <header class="checklist__head">
                <h2 id="checklist-title">"Three steps to the first verdict"</h2>
                <p class="muted">
                    "Here, or from the command line. The commands read two variables; "
                    <a class="link" href="/account/tokens">"create a token"</a> " for the second:"
                </p>
                <CopyField value=environment label="variables" block=true />
            </header>
            <ol>{items}</ol>
        </section>
    }
    .into_any()
}

struct Step {
    title: &'static str,
    words: &'static str,
    is_done: bool,
    command: Option<String>,
    link: Option<(&'static str, String)>,
}

fn item(step: Step, number: usize, is_next: bool) -> AnyView {
    let state = if step.is_done {
        "done"
    } else if is_next {
        "next"
    } else {
        "later"
    };
    let mark = if step.is_done {
        view! { <Icon name="check" label="Done" /> }.into_any()
    } else {
        number.into_any()
    };
    view! {
        <li class="checklist__step" data-state=state>
            <span class="checklist__mark num">{mark}</span>
            <div class="checklist__words">
                <h3>{step.title}</h3>
                <p class="muted">{step.words}</p>
                {(!step.is_done)
                    .then(|| {
                        view! {
                            {step.command.map(|command| view! { <CopyField value=command label="command" block=true /> })}
                            {step.link.map(|(words, href)| view! { <ButtonLink href=href>{words}</ButtonLink> })}
                        }
                            .into_any()
                    })}
            </div>
        </li>
    }
    .into_any()
}
