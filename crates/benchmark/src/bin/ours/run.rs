//! The run that the plan is one of.

use anyhow::Result;
use domain::RunDocument;

/// What policies are told about the run, which none of these asks for.
pub(crate) fn run() -> Result<RunDocument> {
    Ok(serde_json::from_str(
        r#"{
            "id": "run-0000000000000000", "created_at": "2026-01-05T10:00:00.000Z",
            "created_by": "bench", "created_by_email": null, "created_by_userid": "bench",
            "message": null, "source": "api", "commit": null, "branch": null, "is_destroy": false,
            "is_dry": false, "organization": "acme", "project_id": "prj-0000000000000000",
            "project": "Default Project", "workspace_id": "ws-0000000000000000",
            "workspace": "bench", "workspace_created_at": "2026-01-05T10:00:00.000Z",
            "workspace_description": null, "auto_apply": false, "working_directory": null,
            "tags": []
        }"#,
    )?)
}
