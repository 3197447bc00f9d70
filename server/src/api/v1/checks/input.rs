//! `GET /checks/{check}/input`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::InputShape;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::path::OfCheck;
use super::super::{Authenticated, ErrorAnswer, Path, Query};
use crate::state::AppState;

/// Which input.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct ShapeQuery {
    /// `tfe` (`{plan, run}`, the default) or `scalr` (`{tfplan, tfrun}`).
    shape: Option<String>,
}

/// Reads a shape; `tfe` when nobody says.
pub(crate) fn shape(text: Option<&str>) -> Result<InputShape, ErrorAnswer> {
    match text {
        None | Some("") => Ok(InputShape::Tfe),
        Some(text) => InputShape::parse(text).ok_or_else(|| {
            ErrorAnswer::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid_query",
                "`shape` is neither `tfe` nor `scalr`",
            )
        }),
    }
}

/// Gives the very document that the policies of a check read.
#[utoipa::path(
    get, path = "/checks/{check}/input", tag = "checks", params(OfCheck, ShapeQuery),
    responses((status = 200, description = "The input", body = Object, content_type = "application/json"))
)]
pub(in super::super) async fn policy_input(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfCheck>,
    Query(query): Query<ShapeQuery>,
) -> Result<Response, ErrorAnswer> {
    let shape = shape(query.shape.as_deref())?;
    let input = state
        .services
        .policy_input(&caller, at.check, shape)
        .await?;
    Ok(([(CONTENT_TYPE, "application/json")], input).into_response())
}
