//! `POST …/workspaces/{workspace}/runs`

use axum::extract::{Request, State};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::flag::flag;
use super::super::path::OfWorkspace;
use super::super::{Authenticated, ErrorAnswer, Json, Path, PathOfNew, PutAnswer, Query};
use super::Run;
use crate::http::body;
use crate::state::AppState;

/// What is said about the plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct SubmitQuery {
    /// What its author says about it.
    message: Option<String>,
    /// Where it comes from; `api` when nobody says.
    source: Option<String>,
    /// The commit.
    commit: Option<String>,
    /// The branch.
    branch: Option<String>,
    /// Whether it will never be applied.
    #[serde(default, deserialize_with = "flag")]
    dry: bool,
    /// Makes the workspace when it is not there and the caller may.
    #[serde(default, deserialize_with = "flag")]
    create: bool,
}

/// Sends a plan to be checked: the body is what `terraform show -json` or `tofu show -json` wrote,
/// plain or gzipped, whatever its Content-Type says.
#[utoipa::path(
    post, path = "/organizations/{organization}/workspaces/{workspace}/runs", tag = "runs",
    params(OfWorkspace, SubmitQuery),
    request_body(content = Vec<u8>, content_type = "application/json"),
    responses((status = 201, description = "The run; its check is queued", body = Run))
)]
pub(in super::super) async fn submit_run(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    known: Result<Path<OfWorkspace>, ErrorAnswer>,
    new: Result<PathOfNew<OfWorkspace>, ErrorAnswer>,
    Query(query): Query<SubmitQuery>,
    request: Request,
) -> PutAnswer<Run> {
    let at = if query.create { new?.0 } else { known?.0 };
    let (parts, stream) = request.into_parts();
    let plan = body::read(&parts.headers, stream, state.max_plan_bytes, "plan").await?;
    let submit = service::SubmitRun {
        plan,
        message: query.message.filter(|message| !message.is_empty()),
        source: query.source.filter(|source| !source.is_empty()),
        commit: query.commit.filter(|commit| !commit.is_empty()),
        branch: query.branch.filter(|branch| !branch.is_empty()),
        dry: query.dry,
        create: query.create,
    };
    let run = state
        .services
        .submit_run(&caller, &at.organization, &at.workspace, submit)
        .await?;
    Ok((StatusCode::CREATED, Json(Run::of(run, &state.base_url))))
}
