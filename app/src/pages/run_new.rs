//! A run from a plan: uploaded here, or sent by CI.

use domain::Permission;
use leptos::prelude::*;

use super::address::use_param;
use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::workspaces::{GetWorkspace, WorkspaceView};
use crate::ui::{
    Breadcrumbs, Callout, Card, CopyField, Crumb, Field, PageHead, TextInput, UploadForm,
    UploadRules, loaded, page_data,
};

/// What a plan must be, as far as the browser can tell.
const PLAN: UploadRules = UploadRules {
    field: "plan",
    accept: ".json,.gz,application/json,application/gzip",
    extensions: &[".json", ".json.gz", ".gz"],
    max_bytes: 64 * 1024 * 1024,
};

/// The page that sends a plan of a workspace through the gate.
#[component]
pub(crate) fn RunNewPage() -> impl IntoView {
    let organization = use_organization();
    let name = use_param("workspace");
    let view = page_data(move || GetWorkspace {
        organization: organization.get(),
        workspace: name.get(),
    });
    loaded(view, |view, frame| run_new(&view, &frame))
}

fn run_new(view: &WorkspaceView, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let name = view.workspace.name.to_string();
    let applying = view
        .policy_sets
        .iter()
        .filter(|set| set.reason.applies())
        .count();
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Workspaces", paths.below("workspaces")),
            Crumb::link(name.clone(), paths.workspace(&name)),
            Crumb::here("Check a plan"),
        ] />
        <PageHead
            title="Check a plan"
            aside=name.clone()
            subtitle="The plan goes through the policy sets of its workspace. Nothing is applied."
        />
        {(applying == 0)
            .then(|| {
                view! {
                    <Callout tone=Tone::Warn title="No policy set is in effect on this workspace.">
                        "The check will say that 0 policies were applied."
                    </Callout>
                }
            })}
        {if frame.may(Permission::CreateRuns) { form(&name, frame) } else { not_allowed() }}
    }
    .into_any()
}

fn not_allowed() -> AnyView {
    view! {
        <Callout tone=Tone::Quiet title="You may not send plans here.">
            "Writers, policy authors and owners may. An owner can give you that role."
        </Callout>
    }
    .into_any()
}

fn form(name: &str, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let action = format!("/upload{}/runs", frame.paths().workspace(name));
    let show = "terraform plan -out plan.tfplan\nterraform show -json plan.tfplan > plan.json";
    let check = format!("portcullis check plan.json --workspace {organization}/{name}");
    let curl = format!(
        "curl --fail-with-body --data-binary @plan.json \\\n  -H \"Authorization: Bearer $PORTCULLIS_TOKEN\" \\\n  \
         {}/api/v1/organizations/{organization}/workspaces/{name}/runs",
        frame.base_url
    );
    view! {
        <div class="grid-2">
            <Card title="From here">
                <UploadForm
                    action=action
                    rules=PLAN
                    label="Plan as JSON"
                    hint="What terraform show -json or tofu show -json prints, plain or gzip. The binary plan file \
                          itself cannot be read."
                    submit="Check this plan"
                    processing="Reading the plan…"
                >
                    <Field
                        for_id="message"
                        label="Message"
                        hint="What the change is about, for whoever decides."
                        optional=true
                    >
                        <TextInput id="message" name="message" placeholder="Add peering to eu-west" />
                    </Field>
                </UploadForm>
            </Card>
            <Card title="From CI">
                <div class="stack">
                    <p class="muted">"Write the plan down, as OpenTofu does it too:"</p>
                    <CopyField value=show label="the plan commands" block=true />
                    <p class="muted">"Send it and wait for the verdict:"</p>
                    <CopyField value=check label="the check command" block=true />
                    <p class="faint">
                        "It exits with 0 when the plan passed, 1 when it is blocked, 2 when it waits for a \
                         decision, 3 when there is no answer."
                    </p>
                    <p class="muted">"Or without our binary:"</p>
                    <CopyField value=curl label="the curl command" block=true />
                </div>
            </Card>
        </div>
    }
    .into_any()
}
