//! `GET /organizations/{organization}/workspaces`

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::path::InOrganization;
use super::super::{Answer, Authenticated, Json, List, PageQuery, Path, Query};
use super::Workspace;
use crate::state::AppState;

/// Which workspaces.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct SearchQuery {
    /// Part of the name.
    search: Option<String>,
}

/// Lists the workspaces of an organization, by name.
#[utoipa::path(
    get, path = "/organizations/{organization}/workspaces", tag = "workspaces",
    params(InOrganization, SearchQuery, PageQuery),
    responses((status = 200, description = "A page of workspaces", body = List<Workspace>))
)]
pub(in super::super) async fn list_workspaces(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
    Query(query): Query<SearchQuery>,
    Query(page): Query<PageQuery>,
) -> Answer<List<Workspace>> {
    let search = query.search.as_deref().filter(|search| !search.is_empty());
    let page = state
        .services
        .list_workspaces(&caller, &at.organization, search, &page.into())
        .await?;
    Ok(Json(List::page(page, |one| {
        Workspace::of(one, &at.organization, &state.base_url)
    })))
}
