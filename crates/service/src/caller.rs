//! Who asks.

use domain::{SessionId, TokenId, User};

/// Which face of the server a request came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surface {
    /// The web app.
    Ui,
    /// `/api/v1`.
    Native,
    /// `/api/v2`.
    Tfe,
    /// `/api/iacp/v3`.
    Scalr,
    /// `/api`.
    ManageIq,
    /// The server itself: workers, start-up, the demo.
    System,
}

impl Surface {
    /// The stored form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::Native => "native",
            Self::Tfe => "tfe",
            Self::Scalr => "scalr",
            Self::ManageIq => "manageiq",
            Self::System => "system",
        }
    }

    /// Whether overriding asks for a reason by nature, not by the organization's choice.
    pub const fn always_asks_for_a_reason(self) -> bool {
        matches!(self, Self::Ui | Self::Native)
    }
}

/// What is known of a request before anybody is known.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    /// The request's id, in logs and in error documents.
    pub request_id: String,
    /// The client's address.
    pub address: Option<String>,
    /// The client, in its own words.
    pub user_agent: Option<String>,
    /// The face of the server.
    pub surface: Surface,
}

impl RequestInfo {
    /// The server itself.
    pub fn system() -> Self {
        Self {
            request_id: "system".to_owned(),
            address: None,
            user_agent: None,
            surface: Surface::System,
        }
    }
}

/// How a caller proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A browser session.
    Session(SessionId),
    /// An API token.
    Token(TokenId),
    /// The server itself, on someone's behalf (bootstrap, demo).
    System,
}

impl Via {
    /// The stored form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session(_) => "session",
            Self::Token(_) => "token",
            Self::System => "system",
        }
    }
}

/// Who asks, how they proved it, and by which request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub user: User,
    /// How they proved it.
    pub via: Via,
    /// By which request.
    pub request: RequestInfo,
}
