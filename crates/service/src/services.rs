//! The handle that every surface holds.

use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, Entropy, Timestamp};
use futures::future::BoxFuture;
use sandbox::Sandbox;
use store::{Blobs, Conn, Store, Tx};
use tokio::sync::Semaphore;

use crate::Error;
use crate::bundles::BundleCache;
use crate::events::Events;
use crate::throttle::Throttle;

/// How many bundles and plans are unpacked at once.
const UNPACKING: usize = 2;

/// What the use cases need to know about the installation.
#[derive(Debug, Clone)]
pub struct ServiceConfig {
    /// Where people reach the server, without a trailing slash: the start of absolute links.
    pub base_url: String,
    /// The largest plan in bytes, decompressed.
    pub max_plan_bytes: u64,
    /// How long a browser session lives without being used.
    pub session_idle: Duration,
    /// How long a browser session lives at most.
    pub session_absolute: Duration,
    /// How long a check may take from being queued to its answer, retries included.
    pub check_deadline: Duration,
    /// How often those who wait for something are asked again who they are while nothing happens.
    pub listeners_recheck: Duration,
}

impl Default for ServiceConfig {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8080".to_owned(),
            max_plan_bytes: 64 << 20,
            session_idle: Duration::from_hours(336),
            session_absolute: Duration::from_hours(1440),
            check_deadline: Duration::from_mins(10),
            listeners_recheck: Duration::from_secs(5),
        }
    }
}

/// The use cases. Cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
}

struct Inner {
    config: ServiceConfig,
    store: Store,
    sandbox: Sandbox,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    events: Events,
    bundles: BundleCache,
    unpacking: Arc<Semaphore>,
    throttle: Throttle,
}

impl Services {
    /// Wires the use cases to their world.
    pub fn new(
        config: ServiceConfig,
        store: Store,
        sandbox: Sandbox,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                config,
                store,
                sandbox,
                throttle: Throttle::new(clock.clone()),
                clock,
                entropy,
                events: Events::default(),
                bundles: BundleCache::default(),
                unpacking: Arc::new(Semaphore::new(UNPACKING)),
            }),
        }
    }

    /// The installation.
    pub fn config(&self) -> &ServiceConfig {
        &self.inner.config
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        self.inner.store.blobs()
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.inner.sandbox
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.inner.entropy.as_ref()
    }

    pub(crate) fn events(&self) -> &Events {
        &self.inner.events
    }

    pub(crate) fn bundles(&self) -> &BundleCache {
        &self.inner.bundles
    }

    /// Does `work` on a thread of its own, a few at a time: unpacking a bundle or reading a plan takes
    /// up to a hundred megabytes, and many readers at once must not take that many times as much
    /// (threats.md A35).
    pub(crate) async fn unpacking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let permit = Arc::clone(&self.inner.unpacking).acquire_owned().await;
        // The thread goes on when the caller does not wait any more, so the permit goes with it.
        let done = tokio::task::spawn_blocking(move || {
            let value = work();
            drop(permit);
            value
        })
        .await;
        done.map_err(|error| Error::internal_error(format!("unpacking: {error}")))
    }

    pub(crate) async fn read(&self) -> Result<Conn, Error> {
        Ok(self.inner.store.read().await?)
    }

    /// Does `unit` in one transaction; an error undoes it. Whoever waits for events looks at once.
    pub(crate) async fn write<T, F>(&self, unit: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        let value = self.inner.store.write(unit).await?;
        self.inner.events.nudge();
        Ok(value)
    }
}
