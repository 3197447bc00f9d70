//! What is done from time to time, by a clock that the test holds.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::{Clock, Timestamp};
use sandbox::{Sandbox, SandboxConfig};
use server::serve::CHILD_ARGUMENT;
use service::store::{Store, StoreConfig};
use service::{
    Bootstrap, CreateToken, Maintained, OsEntropy, RequestInfo, ServiceConfig, Services,
};

const DAY: Duration = Duration::from_hours(24);

/// A clock that goes when it is told to.
struct Told(Mutex<Timestamp>);

impl Told {
    fn pass(&self, time: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(time);
    }
}

impl Clock for Told {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

#[tokio::test]
async fn what_is_over_goes_when_its_time_has_come_and_the_database_is_checked_once_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&StoreConfig::new(folder.path()))
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let clock = Arc::new(Told(Mutex::new("2026-01-05T10:00:00Z".parse().unwrap())));
    let sandbox = Sandbox::new(SandboxConfig::this_binary([CHILD_ARGUMENT.into()]).unwrap());
    let config = ServiceConfig::default();
    let idle = config.session_idle;
    let services = Services::new(config, store, sandbox, clock.clone(), Arc::new(OsEntropy));
    let token = "token-of-the-admin-0123456789";
    services
        .bootstrap(Bootstrap {
            user: "root@acme.example".to_owned(),
            password: Some("correct horse battery".to_owned()),
            token: Some(token.to_owned()),
        })
        .await
        .unwrap();
    let session = services
        .sign_in(
            "root@acme.example",
            "correct horse battery",
            RequestInfo::system(),
        )
        .await
        .unwrap();
    let admin = services
        .authenticate_session(&session.secret, RequestInfo::system())
        .await
        .unwrap()
        .unwrap();
    let short = CreateToken {
        name: "a day".to_owned(),
        expires_in_days: Some(1),
    };
    services.create_token(&admin, short).await.unwrap();
    let tokens = services.list_tokens(&admin).await.unwrap().len();

    let first = services.maintain().await.unwrap();
    assert_eq!(first.damage, Some(Vec::new()), "never checked: it is due");
    assert_eq!((first.sessions, first.tokens, first.events), (0, 0, 0));
    clock.pass(DAY / 2);
    assert_eq!(services.maintain().await.unwrap(), Maintained::default());
    clock.pass(DAY / 2);
    let next = services.maintain().await.unwrap();
    assert_eq!(next.damage, Some(Vec::new()), "a day later it is due again");

    clock.pass(idle);
    let later = services.maintain().await.unwrap();
    assert_eq!((later.sessions, later.tokens), (1, 0), "nobody used it");
    clock.pass(DAY * 31);
    let last = services.maintain().await.unwrap();
    assert_eq!((last.sessions, last.tokens), (0, 1));
    let left = services.list_tokens(&admin).await.unwrap();
    assert_eq!(left.len(), tokens - 1, "what never expires stays");
}
