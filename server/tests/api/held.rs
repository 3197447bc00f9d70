//! The use cases alone, by a clock that the test holds and without a worker.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::{Clock, Timestamp};
use sandbox::{Sandbox, SandboxConfig};
use server::serve::CHILD_ARGUMENT;
use service::store::{Store, StoreConfig};
use service::{Bootstrap, Caller, OsEntropy, RequestInfo, ServiceConfig, Services};
use tempfile::TempDir;

/// A day.
pub(crate) const DAY: Duration = Duration::from_hours(24);
const ADMIN: &str = "root@acme.example";
const PASSWORD: &str = "correct horse battery";

/// A clock that goes when it is told to.
pub(crate) struct HeldClock(Mutex<Timestamp>);

impl HeldClock {
    pub(crate) fn pass(&self, time: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(time);
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// The use cases over a fresh database with a site admin.
pub(crate) struct Held {
    pub(crate) services: Services,
    pub(crate) clock: Arc<HeldClock>,
    _folder: TempDir,
}

impl Held {
    pub(crate) async fn start(config: ServiceConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&StoreConfig::new(folder.path()))
            .await
            .unwrap();
        store.migrate().await.unwrap();
        let start = "2026-01-05T10:00:00Z".parse().unwrap();
        let clock = Arc::new(HeldClock(Mutex::new(start)));
        let sandbox = Sandbox::new(SandboxConfig::this_binary([CHILD_ARGUMENT.into()]).unwrap());
        let services = Services::new(config, store, sandbox, clock.clone(), Arc::new(OsEntropy));
        let bootstrap = Bootstrap {
            user: ADMIN.to_owned(),
            password: Some(PASSWORD.to_owned()),
            token: Some("token-of-the-admin-0123456789".to_owned()),
        };
        services.bootstrap(bootstrap).await.unwrap();
        Self {
            services,
            clock,
            _folder: folder,
        }
    }

    /// The secret of a new session of the admin.
    pub(crate) async fn sign_in(&self) -> String {
        let request = RequestInfo::system();
        let session = self.services.sign_in(ADMIN, PASSWORD, request).await;
        session.unwrap().secret
    }

    /// Whose session this is.
    pub(crate) async fn session(&self, secret: &str) -> Option<Caller> {
        let request = RequestInfo::system();
        let found = self.services.authenticate_session(secret, request).await;
        found.unwrap()
    }

    /// Whose token this is.
    pub(crate) async fn token(&self, secret: &str) -> Option<Caller> {
        let request = RequestInfo::system();
        let found = self.services.authenticate_token(secret, request).await;
        found.unwrap()
    }
}
