//! The error that server functions answer with: what a page can say about it, and nothing internal.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

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
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let (kind, code, message) = match error {
            ServerFnErrorErr::Request(_) => (
                UiErrorKind::Offline,
                "offline",
                "the server could not be reached: check your connection and try again",
            ),
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => (
                UiErrorKind::Invalid,
                "unreadable",
                "page and server do not understand each other: reload the page",
            ),
            _ => (
                UiErrorKind::Internal,
                "internal",
                "something went wrong on the server: try again in a moment",
            ),
        };
        Self {
            kind,
            code: code.to_owned(),
            message: message.to_owned(),
            pointer: None,
            request_id: None,
        }
    }
}
