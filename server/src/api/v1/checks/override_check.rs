//! `POST /checks/{check}/override`

use axum::extract::State;
use serde::Deserialize;
use service::OverrideRequest;
use utoipa::ToSchema;

use super::super::path::OfCheck;
use super::super::{Answer, Authenticated, Json, Path};
use super::Check;
use crate::state::AppState;

/// Why the check is let through.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct OverrideBody {
    /// The reason, at least 10 characters.
    #[schema(required, value_type = String, min_length = 10)]
    reason: Option<String>,
    /// The policies it covers, as `set/policy`; all that failed softly when absent.
    policies: Option<Vec<String>>,
}

/// Lets a soft-failed check through, with a reason that stays on record.
#[utoipa::path(
    post, path = "/checks/{check}/override", tag = "checks", params(OfCheck),
    request_body = OverrideBody,
    responses(
        (status = 200, description = "The check, now `overridden`", body = Check),
        (status = 409, description = "The check is in a state that cannot be overridden"),
        (status = 422, description = "The reason is missing or too short"),
    )
)]
pub(in super::super) async fn override_check(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<OfCheck>,
    Json(body): Json<OverrideBody>,
) -> Answer<Check> {
    let request = OverrideRequest {
        reason: body.reason,
        policies: body.policies,
    };
    let check = state
        .services
        .override_check(&caller, at.check, request)
        .await?;
    Ok(Json(Check::of(check, &state.base_url)))
}
