//! A small client of the native API.

use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Which server, and as whom.
#[derive(Debug, Clone, Args)]
pub(super) struct ServerArgs {
    /// The server
    #[arg(
        long,
        env = "PORTCULLIS_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    url: String,
    /// An API token
    #[arg(
        long,
        env = "PORTCULLIS_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    token: Option<String>,
}

/// A client of the native API.
pub(super) struct Client {
    base: String,
    token: String,
    http: reqwest::Client,
}

/// Why a request did not get what it asked for.
#[derive(Debug, thiserror::Error)]
pub(super) enum ClientError {
    /// The server said no.
    #[error("{message} ({status}{})", .request_id.as_deref().map_or_else(String::new, |id| format!(", request {id}")))]
    Refused {
        status: StatusCode,
        message: String,
        request_id: Option<String>,
    },
    /// The server was not reached, or the connection broke.
    #[error("cannot reach {url}: {reason}; PORTCULLIS_URL or --url says where the server is")]
    Unreachable { url: String, reason: String },
    /// What answers is not Portcullis, or another version of it.
    #[error("the answer of {url} cannot be understood: {reason}")]
    Strange { url: String, reason: String },
}

impl ClientError {
    /// Whether the server said that it is not there.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                status: StatusCode::NOT_FOUND,
                ..
            }
        )
    }

    /// Whether trying again may help.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Refused { status, .. } => {
                matches!(
                    *status,
                    StatusCode::SERVICE_UNAVAILABLE
                        | StatusCode::BAD_GATEWAY
                        | StatusCode::GATEWAY_TIMEOUT
                )
            }
            Self::Strange { .. } => false,
        }
    }
}

impl Client {
    /// A client of the server that the arguments name.
    pub(super) fn new(args: &ServerArgs) -> anyhow::Result<Self> {
        let token = args
            .token
            .clone()
            .filter(|token| !token.trim().is_empty())
            .ok_or_else(|| {
                anyhow::anyhow!("no API token: set PORTCULLIS_TOKEN, or pass --token")
            })?;
        // Only the first call in a process decides; a second one finds it decided.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(concat!("portcullis/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_mins(5))
            .build()?;
        Ok(Self {
            base: format!("{}/api/v1", args.url.trim_end_matches('/')),
            token: token.trim().to_owned(),
            http,
        })
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.send(Method::GET, path, &[], None).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Result<Value, ClientError> {
        self.send(Method::PUT, path, &[], Some(Bytes::from(body.to_string())))
            .await
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
        body: Bytes,
    ) -> Result<T, ClientError> {
        self.send(Method::POST, path, query, Some(body)).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Option<Bytes>,
    ) -> Result<T, ClientError> {
        let url = format!("{}{path}{}", self.base, encoded(query));
        let mut request = self.http.request(method, &url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.body(body);
        }
        let unreachable = |error: reqwest::Error| ClientError::Unreachable {
            url: self.base.clone(),
            reason: innermost(&error),
        };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let bytes = response.bytes().await.map_err(unreachable)?;
        if !status.is_success() {
            return Err(refusal(status, &bytes));
        }
        serde_json::from_slice(&bytes).map_err(|error| ClientError::Strange {
            url: self.base.clone(),
            reason: error.to_string(),
        })
    }
}

fn refusal(status: StatusCode, bytes: &[u8]) -> ClientError {
    let document: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let text = |name: &str| {
        document
            .pointer(&format!("/error/{name}"))
            .and_then(Value::as_str)
            .map(super::terminal::harmless)
    };
    // What the server says to somebody without a token does not help whoever sent one.
    let message = if status == StatusCode::UNAUTHORIZED {
        Some(
            "the server does not know this API token: it was revoked, has expired, or is another \
             server's; make one under Account, API tokens"
                .to_owned(),
        )
    } else {
        text("message")
    };
    ClientError::Refused {
        status,
        message: message.unwrap_or_else(|| "the server refused".to_owned()),
        request_id: text("request_id"),
    }
}

fn encoded(query: &[(&str, String)]) -> String {
    let pairs: Vec<String> = query
        .iter()
        .map(|(name, value)| {
            let value =
                percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            format!("{name}={value}")
        })
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// The cause at the end of the chain: "connection refused" instead of "error sending request".
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
