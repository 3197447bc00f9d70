//! Downloads for people: a check's log and input, a plan, a bundle.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{CheckId, Name, RunId};
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::next;
use super::visitor::Visitor;
use crate::api::v1::{Path, Query, shape};
use crate::http::error::ErrorAnswer;
use crate::http::panic::wants_html;
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct CheckAddress {
    check: CheckId,
}

#[derive(Deserialize)]
pub(super) struct RunAddress {
    run: RunId,
}

#[derive(Deserialize)]
pub(super) struct VersionAddress {
    organization: Name,
    policy_set: Name,
    number: u32,
}

#[derive(Deserialize)]
pub(super) struct ShapeQuery {
    shape: Option<String>,
}

/// What a download answers: the file, or to whom a browser is sent to sign in.
type Download = Result<Response, Refusal>;

/// Why there is no file.
pub(super) enum Refusal {
    SignIn(String),
    Error(ErrorAnswer),
}

impl From<service::Error> for Refusal {
    fn from(error: service::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<ErrorAnswer> for Refusal {
    fn from(error: ErrorAnswer) -> Self {
        Self::Error(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(page) => Redirect::to(&page).into_response(),
            Self::Error(error) => error.into_response(),
        }
    }
}

/// Who downloads; a browser without a session is sent to sign in and comes back.
fn caller<'a>(
    visitor: &'a Visitor,
    headers: &HeaderMap,
    uri: &http::Uri,
) -> Result<&'a service::Caller, Refusal> {
    visitor.signed_in().map_err(|error| {
        if wants_html(headers) {
            Refusal::SignIn(next::login(
                uri.path_and_query().map_or("/", |path| path.as_str()),
            ))
        } else {
            Refusal::Error(error)
        }
    })
}

/// `GET /download/checks/{check}/log`
pub(super) async fn check_log(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    uri: http::Uri,
    Path(at): Path<CheckAddress>,
) -> Download {
    let caller = caller(&visitor, &headers, &uri)?;
    let log = state.services.check_log(caller, at.check).await?;
    let name = format!("{}.log", at.check);
    Ok(attachment("text/plain; charset=utf-8", &name, log))
}

/// `GET /download/checks/{check}/input?shape=`
pub(super) async fn policy_input(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    uri: http::Uri,
    Path(at): Path<CheckAddress>,
    Query(query): Query<ShapeQuery>,
) -> Download {
    let caller = caller(&visitor, &headers, &uri)?;
    let shape = shape(query.shape.as_deref())?;
    let input = state.services.policy_input(caller, at.check, shape).await?;
    let name = format!("{}-input-{}.json", at.check, shape.as_str());
    Ok(attachment("application/json", &name, input))
}

/// `GET /download/runs/{run}/plan.json`
pub(super) async fn plan(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    uri: http::Uri,
    Path(at): Path<RunAddress>,
) -> Download {
    let caller = caller(&visitor, &headers, &uri)?;
    let plan = state.services.plan_json(caller, at.run).await?;
    Ok(attachment(
        "application/json",
        &format!("{}-plan.json", at.run),
        plan,
    ))
}

/// `GET /download/orgs/{organization}/policy-sets/{policy_set}/versions/{number}/bundle.tar.gz`
pub(super) async fn bundle(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    uri: http::Uri,
    Path(at): Path<VersionAddress>,
) -> Download {
    let caller = caller(&visitor, &headers, &uri)?;
    let bundle = state
        .services
        .version_bundle(caller, &at.organization, &at.policy_set, at.number)
        .await?;
    let name = format!("{}-{}.tar.gz", at.policy_set, at.number);
    Ok(attachment("application/gzip", &name, bundle))
}

/// A file to keep. `name` is made of ids and names: letters, digits, `-`, `_` and dots.
fn attachment(kind: &'static str, name: &str, body: impl IntoResponse) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response()
}
