//! The error answer of the native API and of the handlers behind the pages:
//! `{"error": {"code", "message", "pointer"?, "request_id"}}`, nothing else at the top (DESIGN §4).
//!
//! A handler returns an [`ErrorAnswer`]; [`render`] writes the document, because only the
//! middleware knows the request's id. It is also the boundary where internal causes are logged.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use service::Kind;
use utoipa::ToSchema;

use super::request::RequestFacts;

/// What every error looks like.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorDocument {
    error: ErrorBody,
}

/// Why it did not happen.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// A stable word for machines, `not_found`.
    code: String,
    /// A sentence for people: what is wrong and what to do.
    message: String,
    /// Where in the request's body, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// The request, as the server's log names it.
    request_id: String,
}

/// An error on its way out.
#[derive(Debug, Clone)]
pub struct ErrorAnswer {
    status: StatusCode,
    code: &'static str,
    message: String,
    pointer: Option<String>,
    retry_after: Option<u32>,
    internal: Option<String>,
}

impl ErrorAnswer {
    /// An error of this status.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            pointer: None,
            retry_after: None,
            internal: None,
        }
    }

    /// There is nothing at this address: what a malformed id gets, too.
    pub fn nothing_here() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "there is nothing at this address",
        )
    }

    /// Nobody proved who they are.
    pub fn unauthenticated() -> Self {
        service::Error::unauthenticated().into()
    }

    /// Our fault; `context` goes to the log only.
    pub fn internal(context: impl std::fmt::Display) -> Self {
        service::Error::internal_error(context).into()
    }

    /// The same, about this place in the body.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// The same, worth another try after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its sentence for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Writes the document, and the internal cause into the log.
    pub fn into_document(self, request_id: &str) -> Response {
        self.log(request_id);
        let document = ErrorDocument {
            error: ErrorBody {
                code: self.code.to_owned(),
                message: self.message.clone(),
                pointer: self.pointer.clone(),
                request_id: request_id.to_owned(),
            },
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        self.put_headers(&mut response);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// Writes the internal cause, when there is one, into the log.
    pub fn log(&self, request_id: &str) {
        if let Some(internal) = &self.internal {
            tracing::error!(request_id, code = self.code, "{internal}");
        }
    }

    fn put_headers(&self, response: &mut Response) {
        *response.status_mut() = self.status;
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"portcullis\""),
            );
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl From<service::Error> for ErrorAnswer {
    fn from(error: service::Error) -> Self {
        Self {
            status: status_of(error.kind()),
            code: error.code(),
            message: error.message().to_owned(),
            pointer: error.pointer().map(str::to_owned),
            retry_after: error.retry_after(),
            internal: error.internal().map(str::to_owned),
        }
    }
}

/// The HTTP status of an error's class.
pub const fn status_of(kind: Kind) -> StatusCode {
    match kind {
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for ErrorAnswer {
    /// An empty answer that carries the error; [`render`] writes its document.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        self.put_headers(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: writes the document of every error, also of those that come from the router and
/// from other layers (405, 404 and so on), so that a JSON surface never answers in another format.
pub async fn render(request: Request, next: Next) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestFacts>()
        .map(|facts| facts.id.clone())
        .unwrap_or_default();
    let mut response = next.run(request).await;
    if let Some(answer) = response.extensions_mut().remove::<ErrorAnswer>() {
        let mut document = answer.into_document(&request_id);
        carry_over(&response, &mut document);
        return document;
    }
    let status = response.status();
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let mut document = of_status(status).into_document(&request_id);
    carry_over(&response, &mut document);
    document
}

fn carry_over(from: &Response, to: &mut Response) {
    for (name, value) in from.headers() {
        if name != CONTENT_LENGTH && !to.headers().contains_key(name) {
            to.headers_mut().append(name, value.clone());
        }
    }
}

fn of_status(status: StatusCode) -> ErrorAnswer {
    match status {
        StatusCode::NOT_FOUND => ErrorAnswer::nothing_here(),
        StatusCode::METHOD_NOT_ALLOWED => ErrorAnswer::new(
            status,
            "method_not_allowed",
            "this address does not know that method; the header Allow lists those it knows",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ErrorAnswer::new(status, "too_large", "the request's body is too large")
        }
        StatusCode::REQUEST_TIMEOUT => ErrorAnswer::new(
            status,
            "timeout",
            "the request's body did not arrive in time",
        ),
        StatusCode::FORBIDDEN => ErrorAnswer::new(
            status,
            "cross_origin",
            "requests that come from another site's page are refused",
        ),
        _ if status.is_server_error() => ErrorAnswer {
            status,
            ..ErrorAnswer::internal(format!("a layer answered {status}"))
        },
        _ => ErrorAnswer::new(status, "bad_request", "the request cannot be understood"),
    }
}
