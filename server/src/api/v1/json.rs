//! JSON bodies, in and out.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::ErrorAnswer;
use crate::http::body;

/// The largest JSON body of a request.
const MAX_BYTES: u64 = 1 << 20;

/// A JSON body. The Content-Type of a request is not looked at, and no body at all is `{}`.
pub(crate) struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ErrorAnswer;

    async fn from_request(request: Request, _: &S) -> Result<Self, ErrorAnswer> {
        let (parts, stream) = request.into_parts();
        let bytes = body::read(&parts.headers, stream, MAX_BYTES, "request's body").await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => {
                let json = HeaderValue::from_static("application/json");
                ([(CONTENT_TYPE, json)], bytes).into_response()
            }
            Err(error) => ErrorAnswer::internal(format!("an answer cannot be written: {error}"))
                .into_response(),
        }
    }
}

/// Reads a body: 400 when it is not JSON, 422 with a pointer when it is not what was asked for.
fn parse<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, ErrorAnswer> {
    let bytes: &[u8] = if bytes.trim_ascii().is_empty() {
        b"{}"
    } else {
        bytes
    };
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
        ErrorAnswer::new(
            StatusCode::BAD_REQUEST,
            "malformed_json",
            format!("the request's body is not JSON: {error}"),
        )
    })?;
    if !value.is_object() {
        // serde would read a list into a struct, field by field.
        return Err(invalid("", "the request's body must be a JSON object"));
    }
    serde_path_to_error::deserialize(value)
        .map_err(|error| invalid(&pointer(error.path()), &format!("{}", error.inner())))
}

fn invalid(pointer: &str, message: &str) -> ErrorAnswer {
    ErrorAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message).at(pointer)
}

/// RFC 6901.
fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Body {
        #[serde(default)]
        workspaces: Vec<String>,
    }

    fn refused(text: &'static str) -> ErrorAnswer {
        parse::<Body>(&Bytes::from_static(text.as_bytes())).unwrap_err()
    }

    #[test]
    fn a_wrong_type_is_pointed_at() {
        let error = format!("{:?}", refused(r#"{"workspaces": ["a", 2]}"#));
        assert!(error.contains(r#"Some("/workspaces/1")"#), "{error}");
    }

    #[test]
    fn what_is_not_json_is_a_bad_request_and_not_an_object_is_unprocessable() {
        assert_eq!(refused("{").status(), StatusCode::BAD_REQUEST);
        assert_eq!(refused("[]").status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused("null").status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[test]
    fn unknown_members_are_ignored_and_no_body_is_an_empty_object() {
        let body: Body = parse(&Bytes::from_static(br#"{"surprise": 1}"#)).unwrap();
        assert!(body.workspaces.is_empty());
        assert!(parse::<Body>(&Bytes::new()).is_ok());
    }
}
