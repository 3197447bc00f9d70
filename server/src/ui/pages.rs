//! The pages themselves and their server functions, rendered by Leptos.

use std::sync::LazyLock;

use app::{App, RequestContext, StylesheetHref, shell};
use axum::Router;
use axum::handler::Handler;
use http::request::Parts;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context,
};

use super::visitor::Visitor;
use crate::http::headers::PageNonce;
use crate::state::AppState;

/// Where the pages are. Found once in a process and before any page is rendered: while Leptos looks
/// for them, whatever a page of another server in the process starts to load never comes.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Every page and every server function; what is neither is the page that says so.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let routes = ROUTES.clone();
    let options = state.leptos.clone();
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    // The same context for pages and server functions: `leptos_routes_with_context` registers both.
    let context = provide(state.clone());
    let missing = render_app_async_with_context(context.clone(), document.clone());
    Router::new()
        .leptos_routes_with_context(state, routes, context, document)
        .fallback_service(missing.with_state(state.clone()))
}

/// What pages and server functions find in their Leptos context. The nonce comes after Leptos' own
/// and replaces it, so that the header and the document carry the same one.
fn provide(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(state.services.clone());
        provide_context(StylesheetHref(state.assets.stylesheet()));
        // Absent while the list of routes is made, at start.
        let Some(parts) = use_context::<Parts>() else {
            return;
        };
        if let Some(nonce) = parts.extensions.get::<PageNonce>() {
            provide_context(Nonce::from_value(nonce.0.clone()));
        }
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            let is_page = !parts.uri.path().starts_with("/ui/");
            // Only beside the error that it was refused with.
            let flash = visitor.flash.as_deref().unwrap_or_default();
            let is_refused = flash.starts_with("error:")
                || parts
                    .uri
                    .query()
                    .is_some_and(|query| query.contains("__err="));
            if let Some(form) = visitor.returned_form.clone()
                && is_page
                && is_refused
            {
                provide_context(form);
            }
            provide_context(RequestContext {
                caller: visitor.caller.clone(),
                request: visitor.request.clone(),
                theme: visitor.theme,
                // Whoever reads it takes it away, and only pages do.
                flash: visitor.flash.clone().filter(|_| is_page),
                base_url: state.base_url.clone(),
            });
        }
    }
}
