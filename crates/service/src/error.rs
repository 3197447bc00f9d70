//! Why a use case did not happen. One error for every surface: an API answers with
//! [`Error::kind`], [`Error::code`], [`Error::message`] and [`Error::pointer`], a page shows the
//! same sentence. What only operators may read is [`Error::internal`].

use std::fmt;

use domain::{Name, Permission};
use store::{BlobError, StoreError};

/// The class of an error: surfaces map it to their own status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nobody is signed in, or the token is not known (401).
    Unauthenticated,
    /// Known, but not allowed (403).
    Forbidden,
    /// Not there, or not to be seen (404).
    NotFound,
    /// Not in this state, or already taken (409).
    Conflict,
    /// Over a limit of size (413).
    TooLarge,
    /// Understood and refused (422).
    Invalid,
    /// Over a limit of frequency (429).
    TooMany,
    /// A part of the server cannot serve now (503).
    Unavailable,
    /// Our fault (500).
    Internal,
}

/// Why a use case did not happen.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    code: &'static str,
    message: String,
    pointer: Option<String>,
    retry_after: Option<u32>,
    internal: Option<String>,
}

impl Error {
    fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            message: message.into(),
            pointer: None,
            retry_after: None,
            internal: None,
        }
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(
            Kind::Unauthenticated,
            "unauthenticated",
            "sign in, or send an API token as `Authorization: Bearer …`",
        )
    }

    /// Whether it is about who asks, or what they ask for: asking again would not help.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self.kind,
            Kind::Unauthenticated | Kind::Forbidden | Kind::NotFound
        )
    }

    /// The password, or the account, is not known. The same sentence for both.
    pub fn sign_in_failed() -> Self {
        Self::new(
            Kind::Unauthenticated,
            "sign_in_failed",
            "no account has this e-mail and password",
        )
    }

    /// `noun` named `name` is not there for this caller.
    pub fn not_found(noun: &'static str, name: impl fmt::Display) -> Self {
        Self::new(
            Kind::NotFound,
            "not_found",
            format!("{noun} `{name}` not found"),
        )
    }

    /// The same, where a sentence of its own says more than a name.
    pub fn gone(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, "not_found", message)
    }

    /// The caller lacks `permission` in `organization`.
    pub fn forbidden(permission: Permission, organization: &Name) -> Self {
        Self::new(
            Kind::Forbidden,
            "forbidden",
            format!(
                "you may not {} in {organization}: ask an owner for the permission `{permission}`",
                permission.description()
            ),
        )
    }

    /// Refused although the permission is there.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden, code, message)
    }

    /// Only site admins may do this.
    pub fn site_admins_only(what: &str) -> Self {
        Self::new(
            Kind::Forbidden,
            "forbidden",
            format!("only site admins may {what}"),
        )
    }

    /// Not in this state, or already taken.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, code, message)
    }

    /// There is a `noun` named `name` already: something that creates must not overwrite.
    pub fn name_taken(noun: &str, name: impl fmt::Display) -> Self {
        Self::conflict(
            "name_taken",
            format!("there is a {noun} `{name}` already: choose another name"),
        )
    }

    /// Understood and refused; `pointer` is a JSON pointer into the request body.
    pub fn invalid(pointer: &str, message: impl Into<String>) -> Self {
        let mut error = Self::new(Kind::Invalid, "invalid", message);
        error.pointer = (!pointer.is_empty()).then(|| pointer.to_owned());
        error
    }

    /// Understood and refused, with a code of its own.
    pub fn invalid_as(code: &'static str, pointer: &str, message: impl Into<String>) -> Self {
        let mut error = Self::invalid(pointer, message);
        error.code = code;
        error
    }

    /// Larger than `limit_bytes`.
    pub fn too_large(noun: &str, limit_bytes: u64) -> Self {
        let size = if limit_bytes >= 1 << 20 {
            format!("{} MiB", limit_bytes >> 20)
        } else {
            format!("{limit_bytes} bytes")
        };
        // The other limits cannot be moved.
        let hint = if noun == "plan" {
            ", which the server's operator sets with PORTCULLIS_MAX_PLAN_MB"
        } else {
            ""
        };
        Self::new(
            Kind::TooLarge,
            "too_large",
            format!("the {noun} is larger than the limit of {size}{hint}"),
        )
    }

    /// Too often; try again after `seconds`.
    pub fn too_many(message: impl Into<String>, seconds: u32) -> Self {
        let mut error = Self::new(Kind::TooMany, "too_many_requests", message);
        error.retry_after = Some(seconds);
        error
    }

    /// Too many guesses at a password or a code; the next one is allowed after `seconds`.
    pub(crate) fn too_many_attempts(seconds: u32) -> Self {
        let message = format!("too many attempts: try again in {seconds} s");
        let mut error = Self::too_many(message, seconds);
        error.code = "too_many_attempts";
        error
    }

    /// A part of the server cannot serve now.
    pub fn unavailable(message: impl Into<String>, internal: impl fmt::Display) -> Self {
        let mut error = Self::new(Kind::Unavailable, "unavailable", message);
        error.internal = Some(internal.to_string());
        error.retry_after = Some(5);
        error
    }

    /// Our fault. `context` is for operators and never leaves the server.
    pub fn internal_error(context: impl fmt::Display) -> Self {
        let mut error = Self::new(
            Kind::Internal,
            "internal",
            "something went wrong on the server; its operator finds it under this request id",
        );
        error.internal = Some(context.to_string());
        error
    }

    /// The class.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A stable word for machines.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// A sentence for people, free of internals.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where in the request body, as a JSON pointer.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// When to try again, in seconds.
    pub fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// What operators may read; log it where the error is handled.
    pub fn internal(&self) -> Option<&str> {
        self.internal.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                Self::unavailable("the database cannot be reached; nothing was changed", error)
            }
            StoreError::Conflict => Self::conflict(
                "try_again",
                "someone changed the same thing at this moment; nothing was changed, try again",
            ),
            StoreError::Cursor(_) => Self::invalid_as(
                "invalid_cursor",
                "",
                "this is no cursor of this list: start from its first page",
            ),
            _ => Self::internal_error(error),
        }
    }
}

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Unavailable(_) => Self::unavailable(
                "the blob store cannot be reached; nothing was changed",
                error,
            ),
            _ => Self::internal_error(error),
        }
    }
}

impl From<sandbox::SandboxError> for Error {
    fn from(error: sandbox::SandboxError) -> Self {
        Self::unavailable(
            "policies cannot be evaluated at the moment; nothing was changed",
            error,
        )
    }
}
