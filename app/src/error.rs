//! The error that server functions answer with: what a page can say about it, and nothing internal.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::{Deserialize, Serialize};

use crate::sent;

/// What kind of failure it is; decides which page or message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UiErrorKind {
    /// Nobody is signed in (any more).
    Unauthenticated,
    /// Signed in, but without the permission.
    Forbidden,
    /// Not there, or not theirs to know about.
    NotFound,
    /// Something else happened first.
    Conflict,
    /// More than the limit.
    TooLarge,
    /// A value that cannot be taken.
    Invalid,
    /// Too often.
    TooMany,
    /// The server cannot answer now.
    Unavailable,
    /// The server's fault.
    Internal,
    /// The browser did not reach the server.
    Offline,
}

/// Why a server function did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct UiError {
    /// What kind of failure it is.
    pub kind: UiErrorKind,
    /// A stable word for it, `wrong_state`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// Which value it is about, as a JSON pointer: `/reason`.
    pub pointer: Option<String>,
    /// The request to ask the operator about.
    pub request_id: Option<String>,
}

impl UiError {
    /// The page or thing is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self {
            kind: UiErrorKind::NotFound,
            code: "not_found".to_owned(),
            message: message.into(),
            pointer: None,
            request_id: None,
        }
    }

    /// A value that cannot be taken, and which one.
    pub fn invalid(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: UiErrorKind::Invalid,
            code: "invalid".to_owned(),
            message: message.into(),
            pointer: Some(pointer.into()),
            request_id: None,
        }
    }

    /// The browser did not reach the server.
    pub(crate) fn unreachable() -> Self {
        Self::by_itself(
            UiErrorKind::Offline,
            "offline",
            "the server could not be reached: check your connection and try again",
        )
    }

    /// The page and the server are of different versions.
    pub(crate) fn unreadable() -> Self {
        Self::by_itself(
            UiErrorKind::Unavailable,
            "unreadable",
            "page and server do not understand each other: reload the page",
        )
    }

    fn by_itself(kind: UiErrorKind, code: &str, message: &str) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message: message.to_owned(),
            pointer: None,
            request_id: None,
        }
    }

    /// Whether it is about the form field `name`.
    pub fn is_about(&self, name: &str) -> bool {
        self.pointer
            .as_deref()
            .is_some_and(|pointer| pointer.trim_start_matches('/') == name)
    }

    /// The message as a sentence: first letter large, full stop.
    pub fn sentence(&self) -> String {
        crate::model::sentence(&self.message)
    }
}

impl FromServerFnError for UiError {
    type Encoder = UiErrorEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::unreachable(),
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self {
                kind: UiErrorKind::Invalid,
                ..Self::unreadable()
            },
            _ => Self::by_itself(
                UiErrorKind::Internal,
                "internal",
                "something went wrong on the server: try again in a moment",
            ),
        }
    }
}

/// An error as JSON, read like every other answer: leptos' own encoding would bring a second
/// reader of JSON into the WASM.
#[derive(Debug)]
pub struct UiErrorEncoding;

impl ContentType for UiErrorEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for UiErrorEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<UiError> for UiErrorEncoding {
    type Error = UiError;

    fn encode(error: &UiError) -> Result<Bytes, UiError> {
        sent::write(error)
            .map(Bytes::from)
            .ok_or_else(UiError::unreadable)
    }
}

impl Decodes<UiError> for UiErrorEncoding {
    type Error = UiError;

    fn decode(bytes: Bytes) -> Result<UiError, UiError> {
        std::str::from_utf8(&bytes)
            .ok()
            .and_then(sent::read)
            .ok_or_else(UiError::unreadable)
    }
}
