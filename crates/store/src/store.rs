//! The store: connects, migrates, reads and writes.

use std::path::PathBuf;

use futures::future::BoxFuture;

use crate::{Blobs, Conn, StoreError, Tx};

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
#[derive(Debug, Clone)]
pub struct Store {}

impl Store {
    /// Opens the database and the blobs; creates what is not there. Does not migrate.
    pub async fn connect(config: &StoreConfig) -> Result<Self, StoreError> {
        unimplemented!("{config:?}")
    }

    /// Brings the schema up to date; one node at a time.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Finishes what was begun and lets go of the database.
    pub async fn close(&self) {
        unimplemented!()
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        unimplemented!()
    }

    /// The blobs.
    pub fn blobs(&self) -> &Blobs {
        unimplemented!()
    }

    /// A connection that reads. Give it back (drop it) soon.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        unimplemented!()
    }

    /// Does `unit` as one transaction and answers when it is committed; an `Err` undoes this unit
    /// alone. On SQLite all units share one writer: never await anything but the store in one.
    pub async fn write<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let _ = unit;
        unimplemented!()
    }
}
