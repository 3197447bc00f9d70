//! Stores for tests: a fresh SQLite file, and a fresh database on the Postgres server that
//! `PORTCULLIS_TEST_POSTGRES` names, where it names one.

mod fixtures;

pub(crate) use fixtures::{Fixtures, at, digest};

use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::{Store, StoreConfig};

static SKIPPED: Once = Once::new();
static COUNTER: AtomicU32 = AtomicU32::new(0);

/// Tells `tale` on every engine there is, each time on a fresh, migrated store.
pub(crate) async fn on_each_engine<F: Future<Output = ()>>(tale: impl Fn(Store) -> F) {
    on_sqlite(&tale).await;
    on_postgres(&tale).await;
}

pub(crate) async fn on_sqlite<F: Future<Output = ()>>(tale: impl Fn(Store) -> F) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::connect(&StoreConfig::new(directory.path()))
        .await
        .unwrap();
    store.migrate().await.unwrap();
    tale(store.clone()).await;
    store.close().await;
}

pub(crate) async fn on_postgres<F: Future<Output = ()>>(tale: impl Fn(Store) -> F) {
    let Some(server) = postgres() else { return };
    let name = format!(
        "portcullis_test_{}_{}",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    );
    let mut admin = PgConnection::connect(&server).await.unwrap();
    admin
        .execute(AssertSqlSafe(format!("create database {name}")))
        .await
        .unwrap();
    let directory = tempfile::tempdir().unwrap();
    let config = StoreConfig {
        database_url: Some(with_database(&server, &name)),
        connections: 4,
        ..StoreConfig::new(directory.path())
    };
    let told = AssertUnwindSafe(async {
        let store = Store::connect(&config).await.unwrap();
        store.migrate().await.unwrap();
        tale(store.clone()).await;
        store.close().await;
    })
    .catch_unwind()
    .await;
    admin
        .execute(AssertSqlSafe(format!("drop database {name} with (force)")))
        .await
        .unwrap();
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no command line that could name the server"
)]
fn postgres() -> Option<String> {
    let server = std::env::var("PORTCULLIS_TEST_POSTGRES").ok();
    if server.is_none() {
        SKIPPED.call_once(|| {
            // Past the capture of the test harness: a skipped engine has to be seen.
            let _ = writeln!(
                std::io::stderr(),
                "skipped: no Postgres (PORTCULLIS_TEST_POSTGRES is not set)"
            );
        });
    }
    server
}

/// The URL of another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').unwrap_or((server, ""));
    let authority = base.find("://").map_or(0, |start| start + 3);
    let end = base[authority..]
        .find('/')
        .map_or(base.len(), |slash| authority + slash);
    format!("{}/{name}?{query}", &base[..end])
}

#[test]
fn another_database_of_the_same_server_keeps_host_and_options() {
    assert_eq!(
        with_database("postgres://me@host:5432/postgres?host=/tmp/x", "t"),
        "postgres://me@host:5432/t?host=/tmp/x"
    );
    assert_eq!(
        with_database("postgres://me@host", "t"),
        "postgres://me@host/t?"
    );
}
