//! `GET /organizations/{organization}/runs`

use axum::extract::State;
use domain::{Name, RunStatus};
use http::StatusCode;
use serde::Deserialize;
use service::RunFilter;
use utoipa::IntoParams;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, ErrorAnswer, Json, List, PageQuery, Path, Query};
use super::Run;
use crate::state::AppState;

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct RunQuery {
    /// A workspace's name.
    workspace: Option<String>,
    /// Statuses of runs, separated by commas.
    status: Option<String>,
}

impl RunQuery {
    fn filter(&self) -> Result<RunFilter, ErrorAnswer> {
        let workspace = self.workspace.as_deref().filter(|name| !name.is_empty());
        Ok(RunFilter {
            workspace: workspace
                .map(str::parse::<Name>)
                .transpose()
                .map_err(|error| invalid(&error.to_string()))?,
            statuses: statuses(self.status.as_deref())?,
        })
    }
}

fn statuses(text: Option<&str>) -> Result<Vec<RunStatus>, ErrorAnswer> {
    text.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(|one| {
            let shown: String = one.chars().take(40).collect();
            RunStatus::parse(one)
                .ok_or_else(|| invalid(&format!("`{shown}` is not a status of a run")))
        })
        .collect()
}

fn invalid(message: &str) -> ErrorAnswer {
    ErrorAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_query", message)
}

/// Lists the runs of an organization, newest first. Their checks come without results.
#[utoipa::path(
    get, path = "/organizations/{organization}/runs", tag = "runs",
    params(InOrganization, RunQuery, PageQuery),
    responses((status = 200, description = "A page of runs", body = List<Run>))
)]
pub(in super::super) async fn list_runs(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
    Query(query): Query<RunQuery>,
    Query(page): Query<PageQuery>,
) -> Answer<List<Run>> {
    let filter = query.filter()?;
    let page = state
        .services
        .list_runs(&caller, &at.organization, &filter, &page.into())
        .await?;
    Ok(Json(List::page(page, |run| Run::of(run, &state.base_url))))
}
