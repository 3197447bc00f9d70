//! A Postgres server that several nodes share.

use std::str::FromStr;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions as _, PgPool};

use super::StoreConfig;
use crate::conn::Handle;
use crate::{StoreError, Tx};

/// Opens the pool and makes sure that the server answers.
pub(super) async fn open(url: &str, config: &StoreConfig) -> Result<PgPool, StoreError> {
    let mut options = PgConnectOptions::from_str(url)
        .map_err(|error| StoreError::Setup(format!("the database URL: {error}")))?
        .application_name("portcullis")
        .disable_statement_logging();
    // Behind a pooler in transaction mode operators set it to 0 in the URL.
    if !url.contains("statement-cache-capacity") {
        options = options.statement_cache_capacity(512);
    }
    PgPoolOptions::new()
        // Migrating takes two: one that holds the lock and one that works.
        .max_connections(config.connections.max(2))
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(true)
        .connect_with(options)
        .await
        .map_err(|error| StoreError::Setup(format!("cannot reach the database: {error}")))
}

/// Does the unit in a transaction of its own (read committed).
pub(super) async fn write<T, E, F>(pool: &PgPool, unit: F) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    E: From<StoreError>,
{
    let transaction = pool
        .begin()
        .await
        .map_err(|error| StoreError::from_driver(&error))?;
    let mut tx = Tx::new(Handle::PostgresTransaction(transaction));
    // Dropping the transaction undoes it.
    let value = unit(&mut tx).await?;
    if let Some(error) = tx.take_broken() {
        return Err(error.into());
    }
    tx.commit().await?;
    Ok(value)
}
