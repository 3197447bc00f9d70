//! What people do with a run.

use domain::{Permission, Run, RunStatus};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::server_functions::runs::{CancelRun, ConfirmRun, DiscardRun};
use crate::ui::{Field, FormActions, Look, PostForm, TextInput};

/// Confirm, discard or cancel, as the run's status and the viewer's permissions allow. Each opens
/// a small form, so that nothing happens by one slip.
#[component]
pub(crate) fn RunActions(
    /// The run.
    run: Run,
    /// What the frame knows.
    frame: FrameData,
) -> impl IntoView {
    if !frame.may(Permission::ManageRuns) {
        return ().into_any();
    }
    let id = run.id.to_string();
    match run.status {
        RunStatus::NeedsDecision => discard(id),
        RunStatus::Checked => {
            let confirm = (!run.is_dry).then(|| confirm(id.clone()));
            view! {
                {discard(id)}
                {confirm}
            }
            .into_any()
        }
        RunStatus::Pending | RunStatus::Planning | RunStatus::Checking => cancel(id),
        RunStatus::Confirmed | RunStatus::Discarded | RunStatus::Canceled | RunStatus::Errored => {
            ().into_any()
        }
    }
}

fn discard(run: String) -> AnyView {
    view! {
        <details class="popover" name="run-action">
            <summary class="button button--quiet">"Discard run"</summary>
            <div class="popover__sheet">
                <PostForm action=DiscardRun::PATH>
                    <p>"The plan will not be applied. The run and its check stay on record."</p>
                    <input type="hidden" name="run" value=run />
                    <Field for_id="discard-reason" label="Reason" optional=true>
                        <TextInput id="discard-reason" name="reason" />
                    </Field>
                    <FormActions submit="Discard run" look=Look::Danger />
                </PostForm>
            </div>
        </details>
    }
    .into_any()
}

fn confirm(run: String) -> AnyView {
    view! {
        <details class="popover" name="run-action">
            <summary class="button button--primary">"Confirm run"</summary>
            <div class="popover__sheet">
                <PostForm action=ConfirmRun::PATH>
                    <p>"Puts on record that this plan goes on to be applied, and ends the run. Portcullis itself never applies a plan: whoever runs Terraform does."</p>
                    <input type="hidden" name="run" value=run />
                    <Field for_id="confirm-reason" label="Reason" optional=true>
                        <TextInput id="confirm-reason" name="reason" />
                    </Field>
                    <FormActions submit="Confirm run" />
                </PostForm>
            </div>
        </details>
    }
    .into_any()
}

fn cancel(run: String) -> AnyView {
    view! {
        <PostForm action=CancelRun::PATH class="inline-form">
            <input type="hidden" name="run" value=run />
            <FormActions submit="Cancel run" look=Look::Plain />
        </PostForm>
    }
    .into_any()
}
