//! The policies that are in force.

use domain::{Permission, Policy};
use leptos::prelude::*;

use crate::frame::FrameData;
use crate::model::Tone;
use crate::pages::level_badge::LevelBadge;
use crate::server_functions::policy_sets::PolicySetView;
use crate::ui::{Badge, ButtonLink, Card, Cell, Code, EmptyState, Look, Table};

pub(super) fn policies(view: &PolicySetView, frame: &FrameData) -> AnyView {
    let set = &view.set;
    if view.policies.is_empty() {
        return nothing_here(view, frame);
    }
    let paths = frame.paths();
    policy_table(&view.policies, Some(set.overridable), |file| {
        match set.current_version {
            Some(version) => paths.source(&set.name, version, file, None),
            // The file of a policy that is managed on its own has the policy's name.
            None => paths.policy(file.trim_end_matches(".rego")),
        }
    })
}

fn nothing_here(view: &PolicySetView, frame: &FrameData) -> AnyView {
    let upload = format!("{}/versions/new", frame.paths().policy_set(&view.set.name));
    let write = frame
        .paths()
        .below(&format!("policies/new?policy_set={}", view.set.name));
    let may_upload = frame.may(Permission::UploadPolicySetVersions);
    let may_write = view.set.newest_version.is_none() && frame.may(Permission::ManagePolicySets);
    let body = match (may_upload, may_write) {
        (true, true) => {
            "Upload a folder of Rego with a manifest, packed as tar.gz: its policies are in force as soon \
             as it compiles. Or write single policies here."
        }
        (true, false) => {
            "Upload a folder of Rego with a manifest, packed as tar.gz: its policies are in force as soon \
             as it compiles."
        }
        (false, _) => {
            "Nothing of this set is checked yet. A policy author or an owner can upload its first version."
        }
    };
    view! {
        <EmptyState
            icon="file-code"
            title="No policy in force"
            body=body
            action=move || {
                may_upload
                    .then(|| {
                        view! {
                            <ButtonLink href=upload look=Look::Primary icon="upload">
                                "Upload a version"
                            </ButtonLink>
                            {may_write
                                .then(|| {
                                    view! {
                                        <ButtonLink href=write icon="edit">
                                            "Write a policy"
                                        </ButtonLink>
                                    }
                                })}
                        }
                    })
            }
        />
    }
    .into_any()
}

/// Policies with their level, query and file; `source` is the address of a file. Without
/// `overridable` their levels are shown as written.
pub(in crate::pages) fn policy_table(
    policies: &[Policy],
    overridable: Option<bool>,
    source: impl Fn(&str) -> String,
) -> AnyView {
    // Manifests of TFE's kind name no files.
    let has_files = policies.iter().any(|policy| policy.file.is_some());
    let rows: Vec<_> = policies
        .iter()
        .map(|policy| {
            let file = policy.file.as_ref().map(|file| {
                view! {
                    <a class="link mono" href=source(file)>
                        {file.clone()}
                    </a>
                }
                    .into_any()
            });
            let off = (!policy.enabled)
                .then(|| view! { <Badge tone=Tone::Quiet icon="minus" text="switched off" /> });
            let policy = policy.clone();
            view! {
                <tr>
                    <Cell>
                        <strong class="table__name">{policy.name}</strong>
                        {off}
                        {policy
                            .description
                            .map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
                    </Cell>
                    <Cell label="Level">
                        <LevelBadge level=policy.level overridable=overridable />
                    </Cell>
                    <Cell label="Query">
                        <Code text=policy.query />
                    </Cell>
                    {has_files.then(|| view! { <Cell label="File">{file}</Cell> })}
                </tr>
            }
            .into_any()
        })
        .collect();
    let mut columns = vec!["Policy", "Level", "Query"];
    if has_files {
        columns.push("File");
    }
    view! {
        <Card flush=true>
            <Table caption="Policies" columns=columns>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}
