//! What an operator can say: flags, and the environment variable of each (DESIGN §4).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::http::client_address::{TrustedProxies, trusted_proxies};
use crate::telemetry::LogFormat;

/// How the process writes its log.
#[derive(Debug, Clone, Args)]
pub struct LogArgs {
    /// What is logged: a tracing filter, as `info` or `info,service=debug`
    #[arg(long, env = "PORTCULLIS_LOG", default_value = "info", global = true)]
    pub log: String,
    /// How log lines are written
    #[arg(
        long,
        env = "PORTCULLIS_LOG_FORMAT",
        value_enum,
        default_value_t,
        global = true
    )]
    pub log_format: LogFormat,
}

/// Which part of the work a process does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Web, API and worker in one process
    #[default]
    All,
    /// Web and API only (Postgres only)
    Web,
    /// Worker only (Postgres only)
    Worker,
}

/// What `serve` needs to know.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address to listen on
    #[arg(
        long,
        env = "PORTCULLIS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS"
    )]
    pub listen: SocketAddr,
    /// Where people reach the server: the start of absolute links [default: `http://` and the address]
    #[arg(long, env = "PORTCULLIS_BASE_URL", value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Addresses of the reverse proxies in front, or networks that hold nothing else: only of these
    /// is `X-Forwarded-For` believed
    #[arg(
        long,
        env = "PORTCULLIS_TRUSTED_PROXIES",
        value_name = "ADDRESS,…",
        default_value = "",
        hide_default_value = true,
        value_parser = trusted_proxies
    )]
    pub trusted_proxies: TrustedProxies,
    /// Where the SQLite file and the blobs are
    #[arg(
        long,
        env = "PORTCULLIS_DATA_DIR",
        default_value = "./data",
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,
    /// The database: `sqlite:FILE` or `postgres://…` [default: a SQLite file in the data directory]
    #[arg(
        long,
        env = "PORTCULLIS_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,
    /// The blobs: `file:DIR` [default: a directory in the data directory]
    #[arg(
        long,
        env = "PORTCULLIS_BLOB_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub blob_url: Option<String>,
    /// Which part of the work this process does
    #[arg(long, env = "PORTCULLIS_ROLE", value_enum, default_value_t)]
    pub role: Role,
    /// On an empty database: the e-mail of the first site admin
    #[arg(long, env = "PORTCULLIS_BOOTSTRAP_USER", value_name = "EMAIL")]
    pub bootstrap_user: Option<String>,
    /// On an empty database: the first site admin's password
    #[arg(
        long,
        env = "PORTCULLIS_BOOTSTRAP_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true,
        requires = "bootstrap_user"
    )]
    pub bootstrap_password: Option<String>,
    /// On an empty database: an API token of the first site admin, with exactly this value
    #[arg(
        long,
        env = "PORTCULLIS_BOOTSTRAP_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true,
        requires = "bootstrap_user"
    )]
    pub bootstrap_token: Option<String>,
    /// The largest plan in MiB, decompressed
    #[arg(
        long, env = "PORTCULLIS_MAX_PLAN_MB", default_value_t = 64, value_name = "MIB",
        value_parser = clap::value_parser!(u64).range(1..=1024)
    )]
    pub max_plan_mb: u64,
    /// What one check may take
    #[command(flatten)]
    pub sandbox: SandboxArgs,
}

/// What one check may take.
#[derive(Debug, Clone, Copy, Args)]
pub struct SandboxArgs {
    /// How long the policies of one check may take, in milliseconds
    #[arg(
        long, env = "PORTCULLIS_EVAL_WALL_MS", default_value_t = 10_000, value_name = "MS",
        value_parser = clap::value_parser!(u64).range(100..=600_000)
    )]
    pub eval_wall_ms: u64,
    /// How much memory an evaluation may take, in MiB
    #[arg(
        long, env = "PORTCULLIS_EVAL_MEMORY_MB", default_value_t = 512, value_name = "MIB",
        value_parser = clap::value_parser!(u64).range(32..=65_536)
    )]
    pub eval_memory_mb: u64,
}

impl SandboxArgs {
    /// The time as a time.
    pub fn wall(&self) -> Duration {
        Duration::from_millis(self.eval_wall_ms)
    }
}

impl ServeArgs {
    /// What absolute links begin with, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Whether the database is one that several nodes can share.
    pub fn is_shared_database(&self) -> bool {
        self.database_url
            .as_deref()
            .is_some_and(|url| url.starts_with("postgres:") || url.starts_with("postgresql:"))
    }
}

/// Reads a base URL: scheme and host, without a slash at the end.
fn base_url(text: &str) -> Result<String, String> {
    let trimmed = text.trim_end_matches('/');
    let uri: http::Uri = trimmed.parse().map_err(|error| format!("{error}"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(_)) if uri.query().is_none() => Ok(trimmed.to_owned()),
        _ => Err("write http:// or https:// and a host".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn a_base_url_has_a_scheme_and_a_host_and_no_slash_at_the_end() {
        assert_eq!(
            base_url("https://gate.example.com/").as_deref(),
            Ok("https://gate.example.com")
        );
        for bad in [
            "gate.example.com",
            "ftp://gate.example.com",
            "https://",
            "/x",
            "http://a?b",
        ] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
