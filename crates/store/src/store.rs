//! The store: connects, migrates, reads and writes.

mod lock;
mod migrations;
mod place;
mod postgres;
mod sqlite;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::PgPool;

use crate::conn::Handle;
use crate::{Blobs, Conn, StoreError, Tx};
use sqlite::Sqlite;

/// Where the data is.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:…` or `postgres://…`; by default a SQLite file in `data_dir`.
    pub database_url: Option<String>,
    /// `file:…`; by default a directory in `data_dir`.
    pub blob_url: Option<String>,
    /// Created 0700 when absent. On SQLite one process at a time owns it.
    pub data_dir: PathBuf,
    /// How many connections read at once (SQLite), or how many there are at all (Postgres).
    pub connections: u32,
}

impl StoreConfig {
    /// SQLite and blobs in `data_dir`.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            database_url: None,
            blob_url: None,
            data_dir: data_dir.into(),
            connections: 8,
        }
    }
}

/// Which database stands behind the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file that one process owns.
    Sqlite,
    /// A server that several nodes share.
    Postgres,
}

/// The database and the blobs. Clones are the same store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    database: Database,
    blobs: Blobs,
}

enum Database {
    Sqlite(Box<Sqlite>),
    Postgres(PgPool),
}

impl Store {
    /// Opens the database and the blobs; creates what is not there. Does not migrate.
    pub async fn connect(config: &StoreConfig) -> Result<Self, StoreError> {
        lock::create_directory(&config.data_dir)?;
        let blobs = Blobs::open(config.blob_url.as_deref(), &config.data_dir)
            .map_err(|error| StoreError::Setup(error.to_string()))?;
        let url = config.database_url.as_deref();
        let database = match url
            .and_then(|url| url.split_once(':'))
            .map(|(scheme, _)| scheme)
        {
            None if url.is_none() => Database::Sqlite(Box::new(Sqlite::open(None, config).await?)),
            Some("sqlite") => Database::Sqlite(Box::new(Sqlite::open(url, config).await?)),
            Some("postgres" | "postgresql") => {
                Database::Postgres(postgres::open(url.unwrap_or_default(), config).await?)
            }
            _ => {
                return Err(StoreError::Setup(
                    "the database URL is neither sqlite:… nor postgres://…".to_owned(),
                ));
            }
        };
        Ok(Self(Arc::new(Inner { database, blobs })))
    }

    /// Brings the schema up to date; one node at a time.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.0.database {
            Database::Sqlite(sqlite) => migrations::migrate_sqlite(sqlite).await,
            Database::Postgres(pool) => migrations::migrate_postgres(pool).await,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        if let Database::Sqlite(sqlite) = &self.0.database {
            sqlite.place().check()?;
        }
        self.read().await?.command("select 1").await
    }

    /// Finishes what was begun and lets go of the database.
    pub async fn close(&self) {
        match &self.0.database {
            Database::Sqlite(sqlite) => sqlite.close().await,
            Database::Postgres(pool) => pool.close().await,
        }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        match self.0.database {
            Database::Sqlite(_) => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        }
    }

    /// The blobs.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// A connection that reads. Give it back (drop it) soon.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        let handle = match &self.0.database {
            Database::Sqlite(sqlite) => sqlite.readers().acquire().await.map(Handle::SqliteReader),
            Database::Postgres(pool) => pool.acquire().await.map(Handle::Postgres),
        };
        handle
            .map(Conn::new)
            .map_err(|error| StoreError::from_driver(&error))
    }

    /// Does `unit` as one transaction and answers when it is committed; an `Err` undoes this unit
    /// alone. On SQLite all units share one writer: never await anything but the store in one.
    ///
    /// Nothing is tried again. [`StoreError::Conflict`] says that it may be worth it.
    pub async fn write<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.0.database {
            Database::Sqlite(sqlite) => {
                sqlite.place().check()?;
                sqlite.writer().submit(unit).await
            }
            Database::Postgres(pool) => postgres::write(pool, unit).await,
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({:?})", self.engine())
    }
}
