//! Every address of the server, and what each request goes through on its way there.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::api::v1;
use crate::http::headers::HeaderPolicy;
use crate::http::{headers, observe, panic, request};
use crate::probes;
use crate::state::AppState;
use crate::ui;

/// The whole server, as tests and the listener use it.
pub fn router(state: &AppState) -> Router {
    let policy = HeaderPolicy {
        entropy: state.entropy.clone(),
        secure: state.is_secure(),
    };
    let identify = request::Identify {
        entropy: state.entropy.clone(),
        proxies: state.trusted_proxies.clone(),
    };
    // What is compressed already, or streams: event streams and gRPC are the default's exceptions.
    let compressible = DefaultPredicate::new()
        .and(NotForContentType::new("application/gzip"))
        .and(NotForContentType::new("application/wasm"));
    Router::new()
        .merge(ui::router(state, policy.clone()))
        .nest("/api/v1", v1::router())
        .route("/docs/api", get(v1::docs_page))
        .layer(CompressionLayer::new().compress_when(compressible))
        .merge(probes::router())
        // From here outwards, the last one first: the id is there before anything can fail.
        .layer(from_fn(panic::catch))
        .layer(from_fn(observe::observe))
        .layer(from_fn_with_state(policy, headers::harden))
        .layer(from_fn_with_state(identify, request::identify))
        .with_state(state.clone())
}
