//! Uploading a version: in the browser, or from a shell.

use domain::Permission;
use leptos::prelude::*;

use super::address::use_param;
use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::server_functions::policy_sets::{GetPolicySet, PolicySetView};
use crate::ui::{
    Breadcrumbs, Callout, Card, CopyField, Crumb, PageHead, UploadForm, UploadRules, loaded,
    page_data,
};

/// What a bundle must be, as far as the browser can tell.
const BUNDLE: UploadRules = UploadRules {
    field: "bundle",
    accept: ".gz,.tgz,application/gzip",
    extensions: &[".tar.gz", ".tgz"],
    max_bytes: 16 << 20,
};

/// The page that uploads a version.
#[component]
pub(crate) fn VersionUploadPage() -> impl IntoView {
    let organization = use_organization();
    let set = use_param("set");
    let view = page_data(move || GetPolicySet {
        organization: organization.get(),
        policy_set: set.get(),
        tab: "settings".to_owned(),
        after: None,
    });
    loaded(view, |view, frame| upload(&view, &frame))
}

fn upload(view: &PolicySetView, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let set = view.set.name.to_string();
    let next = view
        .set
        .newest_version
        .map_or(1, |number| number.saturating_add(1));
    let may_upload = frame.may(Permission::UploadPolicySetVersions);
    let condition = if view.set.require_tests {
        "compiles and its tests pass"
    } else {
        "compiles"
    };
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", paths.below("policy-sets")),
            Crumb::link(set.clone(), paths.policy_set(&set)),
            Crumb::here("Upload a version"),
        ] />
        <PageHead
            title="Upload a version"
            aside=set.clone()
            subtitle=format!("It becomes version {next}, and is in force as soon as it {condition}.")
        />
        {if may_upload { form(&set, frame) } else { not_allowed() }}
    }
    .into_any()
}

fn not_allowed() -> AnyView {
    view! {
        <Callout tone=Tone::Quiet title="You may not upload versions here.">
            "Policy authors and owners may. An owner can give you that role."
        </Callout>
    }
    .into_any()
}

fn form(set: &str, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let action = format!("/upload{}/versions", frame.paths().policy_set(set));
    let push = format!("portcullis push . --policy-set {organization}/{set}");
    let curl = format!(
        "tar -cz . | curl --fail-with-body --data-binary @- \\\n  -H \"Authorization: Bearer $PORTCULLIS_TOKEN\" \\\n  \
         {}/api/v1/organizations/{organization}/policy-sets/{set}/versions",
        frame.base_url
    );
    view! {
        <div class="grid-2">
            <Card title="From here">
                <UploadForm
                    action=action
                    rules=BUNDLE
                    label="Bundle"
                    hint="A tar.gz of what is in the folder, not of the folder itself: tar -czf bundle.tar.gz -C FOLDER . \
                          It holds .rego files and, at its top, one manifest: policies.hcl, policies.json or \
                          scalr-policy.hcl."
                    submit="Upload"
                    processing="Reading, compiling, testing…"
                />
            </Card>
            <Card title="From a shell or CI">
                <div class="stack">
                    <p class="muted">"In the folder with the manifest:"</p>
                    <CopyField value=push label="the push command" block=true />
                    <p class="muted">"Or without our binary, with an API token:"</p>
                    <CopyField value=curl label="the curl command" block=true />
                    <p class="faint">
                        "Both print every problem of a bundle that does not compile. The version in force \
                         stays in force until a newer one does."
                    </p>
                </div>
            </Card>
        </div>
    }
    .into_any()
}
