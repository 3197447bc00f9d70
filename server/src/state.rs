//! What handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRef;
use domain::{Clock, Entropy};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;
use service::Services;
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::http::client_address::TrustedProxies;
use crate::http::cookies::Cookies;

/// What handlers share. Cloning is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The parts of [`AppState`].
pub struct Shared {
    /// The use cases.
    pub services: Services,
    /// What absolute links begin with, without a slash at the end.
    pub base_url: String,
    /// Whose word about a client's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// The largest plan and the largest request that may carry one, in bytes.
    pub max_plan_bytes: u64,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for ids and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// Set when the server is to stop: streams and long polls end then.
    pub shutdown: CancellationToken,
    /// What `/metrics` shows.
    pub metrics: PrometheusHandle,
    /// The web assets.
    pub assets: Assets,
    /// What the page renderer needs to know.
    pub leptos: LeptosOptions,
    /// Whether somebody exists already; never goes back.
    pub is_set_up: AtomicBool,
}

impl AppState {
    /// Shares `shared`.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// How cookies are written.
    pub fn cookies(&self) -> Cookies {
        Cookies {
            secure: self.is_secure(),
        }
    }

    /// Whether the base URL is https.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Whether nobody exists yet, asked of the database until the answer is no.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub async fn needs_setup(&self) -> Result<bool, service::Error> {
        if self.is_set_up.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let needs = self.services.needs_setup().await?;
        self.is_set_up.store(!needs, Ordering::Relaxed);
        Ok(needs)
    }
}

impl std::ops::Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
