//! The native API, `/api/v1`: plain JSON, snake case, documented by its own OpenAPI document.
//!
//! Every endpoint is the same three steps: who asks ([`Authenticated`]), one call of `service`, the
//! wire format around the answer. No rule lives here.

mod audit;
mod authenticated;
pub mod checks;
mod docs;
mod flag;
mod json;
mod members;
mod number;
mod openapi;
mod organizations;
mod page;
mod path;
mod policies;
mod policy_sets;
mod projects;
mod query;
pub mod runs;
mod sessions;
mod tokens;
mod users;
mod versions;
mod wait;
mod workspaces;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use utoipa_axum::router::OpenApiRouter;

use crate::http::{deadline, error};
use crate::state::AppState;

pub use authenticated::Authenticated;
pub(crate) use checks::shape;
pub use docs::docs_page;
pub use openapi::document;
pub(crate) use path::Path;
pub(crate) use query::Query;
pub(crate) use versions::MAX_BUNDLE_BYTES;

use error::ErrorAnswer;
use json::Json;
use page::{List, PageQuery};
use path::PathOfNew;

/// What an endpoint answers.
type Answer<T> = Result<Json<T>, ErrorAnswer>;

/// What an endpoint answers that may have made something: 201 when it did, 200 when not.
type PutAnswer<T> = Result<(http::StatusCode, Json<T>), ErrorAnswer>;

/// The status of a PUT.
fn put_status(created: bool) -> http::StatusCode {
    if created {
        http::StatusCode::CREATED
    } else {
        http::StatusCode::OK
    }
}

/// The endpoints together with their documentation.
fn endpoints() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::header())
        .merge(users::routes())
        .merge(organizations::routes())
        .merge(projects::routes())
        .merge(workspaces::routes())
        .merge(policies::routes())
        .merge(policy_sets::routes())
        .merge(versions::routes())
        .merge(runs::routes())
        .merge(checks::routes())
        .merge(members::routes())
        .merge(tokens::routes())
        .merge(sessions::routes())
        .merge(audit::routes())
}

/// Everything below `/api/v1`. Its errors are JSON even when the router makes them.
pub fn router() -> Router<AppState> {
    let (endpoints, _) = endpoints().split_for_parts();
    let quick = endpoints.layer(from_fn_with_state(deadline::DEFAULT, deadline::within));
    let uploads = versions::uploads()
        .merge(runs::uploads())
        .split_for_parts()
        .0
        .layer(from_fn_with_state(deadline::UPLOAD, deadline::within));
    Router::new()
        .merge(quick)
        .merge(uploads)
        .route("/openapi.json", axum::routing::get(openapi::serve))
        .fallback(|| async { ErrorAnswer::nothing_here() })
        .layer(from_fn(error::render))
}
