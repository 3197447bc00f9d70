//! What a workspace did lately.

use domain::{Permission, Run, Workspace};
use leptos::prelude::*;

use crate::components::RunTable;
use crate::frame::FrameData;
use crate::model::percent_encode;
use crate::ui::{ButtonLink, Card, EmptyState, Look};

pub(super) fn recent(runs: &[Run], workspace: &Workspace, frame: &FrameData) -> AnyView {
    if runs.is_empty() {
        return nothing_yet(workspace, frame);
    }
    let all = frame.paths().below(&format!(
        "runs?workspace={}",
        percent_encode(workspace.name.as_str())
    ));
    let (runs, now) = (runs.to_vec(), frame.now());
    view! {
        <Card
            title="Recent runs"
            flush=true
            action=move || {
                view! {
                    <a class="link" href=all>
                        "All runs"
                    </a>
                }
            }
        >
            <RunTable caption="Recent runs" runs=runs now=now of_one_workspace=true />
        </Card>
    }
    .into_any()
}

fn nothing_yet(workspace: &Workspace, frame: &FrameData) -> AnyView {
    let may_send = frame.may(Permission::CreateRuns);
    let check = format!("{}/runs/new", frame.paths().workspace(&workspace.name));
    view! {
        <EmptyState
            icon="run"
            title="No run yet"
            body="A run is one plan on its way through the gate. CI sends it, or you upload one."
            action=move || {
                may_send
                    .then(|| {
                        view! {
                            <ButtonLink href=check look=Look::Primary icon="plan">
                                "Check a plan"
                            </ButtonLink>
                        }
                    })
            }
        />
    }
    .into_any()
}
