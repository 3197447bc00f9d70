//! `input.run` (tfe.md §10.4).

use domain::RunDocument;
use serde_json::{Value, json};

/// The run as policies of HCP Terraform read it. `replace_addrs`, `target_addrs` and `commit_sha`
/// are absent where they are unset.
pub(super) fn run(run: &RunDocument) -> Value {
    let mut document = json!({
        "id": run.id,
        "created_at": run.created_at,
        "created_by": run.created_by,
        "message": run.message.as_deref().unwrap_or_default(),
        "is_destroy": run.is_destroy,
        "refresh": true,
        "refresh_only": false,
        "speculative": run.is_dry,
        "variables": {},
        "project": { "id": run.project_id, "name": run.project },
        "organization": { "name": run.organization },
        "workspace": {
            "id": run.workspace_id,
            "name": run.workspace,
            "created_at": run.workspace_created_at,
            "description": run.workspace_description,
            "execution_mode": "remote",
            "auto_apply": run.auto_apply,
            "tags": run.tags,
            "working_directory": run.working_directory,
            "vcs_repo": null,
        },
    });
    if let Some(commit) = &run.commit {
        document["commit_sha"] = json!(commit);
    }
    document
}
