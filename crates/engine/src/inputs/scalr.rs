//! `input.tfrun` (scalr-input.md §5.1).

use domain::RunDocument;
use serde_json::{Value, json};

/// The run as policies of Scalr read it. What we do not know is null, as it is there for a run
/// without it.
pub(super) fn run(run: &RunDocument) -> Value {
    let vcs = run.commit.as_ref().map(|commit| {
        json!({
            "repository_id": null,
            "branch": run.branch,
            "path": run.working_directory,
            "commit": {
                "sha": commit,
                "message": run.message,
                "author": {
                    "username": run.created_by_userid,
                    "email": run.created_by_email,
                    "name": run.created_by,
                },
            },
            "pull_request": null,
        })
    });
    json!({
        "source": run.source,
        "message": run.message,
        "is_destroy": run.is_destroy,
        "is_dry": run.is_dry,
        "environment": { "id": format!("env-{}", run.project_id.bare()), "name": run.project },
        "workspace": {
            "name": run.workspace,
            "description": run.workspace_description,
            "auto_apply": run.auto_apply,
            "working_directory": run.working_directory,
            "environment_type": "unmapped",
            "tags": run.tags,
            "module": null,
            "terragrunt": null,
            "state_from_unmerged_pr": false,
            "iac_platform": "terraform",
            "provider_configurations": [],
        },
        "created_by": {
            "name": run.created_by,
            "email": run.created_by_email,
            "username": run.created_by_userid,
            "teams": [],
        },
        "vcs": vcs,
        "cost_estimate": null,
        "credentials": {},
        "shell_variables": [],
        "providers": null,
    })
}
