//! Headers that keep browsers from being tricked.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Entropy;
use http::HeaderValue;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

const CROSS_ORIGIN_OPENER_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-opener-policy");

/// The number used once that lets our own scripts run, for this response only.
#[derive(Debug, Clone)]
pub struct PageNonce(pub Arc<str>);

/// What the middleware needs to know.
#[derive(Clone)]
pub struct HeaderPolicy {
    /// Where nonces come from.
    pub entropy: Arc<dyn Entropy>,
    /// Whether the base URL is https.
    pub secure: bool,
}

/// The policy of a page whose scripts carry `nonce`. `style-src 'self'` forbids inline style
/// attributes; `wasm-unsafe-eval` compiles WebAssembly and nothing else.
fn page_policy(nonce: &str) -> String {
    // The live-reload socket of `cargo leptos watch`, on another port.
    let connect = if cfg!(debug_assertions) {
        "'self' ws:"
    } else {
        "'self'"
    };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src {connect}; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
}

/// The policy of everything that is not a page of the app: data, downloads, the API's page.
const BARE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                           form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Middleware over everything: no sniffing, no framing, no referrer to others.
pub async fn harden(State(policy): State<HeaderPolicy>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        CROSS_ORIGIN_OPENER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    if policy.secure {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(BARE_POLICY));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Middleware over the app's pages: mints the nonce, hands it to the renderer, writes the policy.
pub async fn page_nonce(
    State(policy): State<HeaderPolicy>,
    mut request: Request,
    next: Next,
) -> Response {
    let mut bytes = [0u8; 16];
    policy.entropy.fill(&mut bytes);
    let nonce: Arc<str> = URL_SAFE_NO_PAD.encode(bytes).into();
    request.extensions_mut().insert(PageNonce(nonce.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&page_policy(&nonce)) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, value);
    }
    response
}
