//! What is known of a request before anybody is known: its id, its address, its client.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::Entropy;
use http::HeaderValue;
use http::header::{HeaderName, USER_AGENT};
use service::{RequestInfo, Surface};

use crate::hex::hex;
use crate::http::client_address::TrustedProxies;

/// The header that carries a request's id back.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How much of a client's own words is kept.
const MAX_USER_AGENT: usize = 256;

/// The other end of the connection; the listener puts it into every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What is known of a request before anybody is known.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// Its id, as logs and error documents show it.
    pub id: String,
    /// Where it came from, without the port; through proxies that are trusted.
    pub address: Option<String>,
    /// The client, in its own words, cut to 256 bytes.
    pub user_agent: Option<String>,
}

impl RequestFacts {
    /// The same for `service`, as a request to `surface`.
    pub fn info(&self, surface: Surface) -> RequestInfo {
        RequestInfo {
            request_id: self.id.clone(),
            address: self.address.clone(),
            user_agent: self.user_agent.clone(),
            surface,
        }
    }

    fn of(request: &Request, identify: &Identify) -> Self {
        // Made here and never taken from the client: a chosen id could be mistaken for another
        // request's in the audit log.
        let mut bytes = [0u8; 10];
        identify.entropy.fill(&mut bytes);
        Self {
            id: format!("req-{}", hex(&bytes)),
            address: request
                .extensions()
                .get::<Peer>()
                .map(|peer| identify.proxies.client(peer.0.ip(), request.headers()))
                .map(|client| client.to_string()),
            user_agent: request
                .headers()
                .get(USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(|text| text.chars().take(MAX_USER_AGENT).collect()),
        }
    }
}

/// What [`identify`] goes by.
#[derive(Clone)]
pub struct Identify {
    /// Makes the ids.
    pub entropy: Arc<dyn Entropy>,
    /// Whose word about a client's address is taken.
    pub proxies: TrustedProxies,
}

/// Middleware: gives the request its id and writes it into the response too.
pub async fn identify(State(by): State<Identify>, mut request: Request, next: Next) -> Response {
    let facts = RequestFacts::of(&request, &by);
    let id = HeaderValue::from_str(&facts.id).ok();
    request.extensions_mut().insert(facts);
    let mut response = next.run(request).await;
    if let Some(id) = id {
        response.headers_mut().insert(X_REQUEST_ID, id);
    }
    response
}
