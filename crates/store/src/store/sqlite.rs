//! A SQLite file: one writer, several readers, one process.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection};
use tokio::sync::Mutex;

use super::{StoreConfig, lock, place::Place, writer::Writer};
use crate::StoreError;

/// Earlier versions can lose committed writes in WAL mode (sqlite.org/wal.html#walresetbug).
const OLDEST_SOUND: (u32, u32, u32) = (3, 51, 3);
/// `Prtc`: what a file of ours says that it is.
const APPLICATION_ID: i64 = 0x5072_7463;
const STATEMENT_CACHE: usize = 512;

pub(super) struct Sqlite {
    readers: SqlitePool,
    writer: Writer,
    /// How the writer's connection was opened.
    options: SqliteConnectOptions,
    place: Place,
    /// Held as long as anything could write; given back by `close`.
    lock: Mutex<Option<File>>,
}

impl Sqlite {
    pub(super) async fn open(url: Option<&str>, config: &StoreConfig) -> Result<Self, StoreError> {
        let options = match url {
            None => SqliteConnectOptions::new().filename(config.data_dir.join("portcullis.db")),
            Some(url) => SqliteConnectOptions::from_str(url)
                .map_err(|error| StoreError::Setup(format!("the database URL: {error}")))?,
        };
        let path = options.get_filename().to_owned();
        if path == Path::new("") || path.to_string_lossy().contains(":memory:") {
            return Err(StoreError::Setup(
                "a database in memory cannot be shared by the writer and its readers: name a file"
                    .to_owned(),
            ));
        }
        let lock = own(&path)?;
        let options = options
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENT_CACHE)
            .pragma("temp_store", "memory")
            // I/O errors must come as errors, not as signals.
            .pragma("mmap_size", "0")
            .pragma("trusted_schema", "off")
            .pragma("cell_size_check", "on")
            .disable_statement_logging();

        let writing = options
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("wal_autocheckpoint", "1000")
            .pragma("journal_size_limit", "67108864")
            .pragma("cache_size", "-8192");
        let mut writer = connect(&writing).await?;
        identify(&mut writer, &path).await?;

        // Readers keep little: what they miss is in the operating system's cache, and an idle
        // server has to stay small.
        let readers = SqlitePoolOptions::new()
            .min_connections(0)
            .max_connections(config.connections.max(1))
            .acquire_timeout(Duration::from_secs(10))
            .idle_timeout(Duration::from_mins(1))
            .test_before_acquire(false)
            .connect_lazy_with(
                options
                    .read_only(true)
                    .pragma("query_only", "on")
                    .pragma("cache_size", "-1024"),
            );
        Ok(Self {
            readers,
            writer: Writer::start(writer),
            options: writing,
            place: Place::of(&path),
            lock: Mutex::new(Some(lock)),
        })
    }

    /// Whether the file is still there.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Another connection that may write: for migrations, before there is anything else to do.
    pub(super) async fn connect(&self) -> Result<SqliteConnection, StoreError> {
        connect(&self.options).await
    }

    pub(super) fn writer(&self) -> &Writer {
        &self.writer
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        if let Some(writer) = self.writer.stop().await
            && let Err(error) = writer.close().await
        {
            tracing::warn!(%error, "the database file was not closed in order");
        }
        drop(self.lock.lock().await.take());
    }
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    options.connect().await.map_err(|error| {
        let path = options.get_filename().display();
        StoreError::Setup(format!("cannot open {path}: {error}"))
    })
}

fn own(path: &Path) -> Result<File, StoreError> {
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    lock::create_directory(&directory)?;
    lock::take(path)
}

/// Refuses a SQLite that is too old and a file that is somebody else's.
async fn identify(conn: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let setup =
        |error: sqlx::Error| StoreError::Setup(format!("cannot read {}: {error}", path.display()));
    let version: String = sqlx::raw_sql("select sqlite_version()")
        .fetch_one(&mut *conn)
        .await
        .map_err(setup)?
        .get(0);
    refuse_unsound(&version)?;
    let id: i64 = sqlx::raw_sql("pragma application_id")
        .fetch_one(&mut *conn)
        .await
        .map_err(setup)?
        .get(0);
    let tables: i64 = sqlx::raw_sql("select count(*) from sqlite_master")
        .fetch_one(&mut *conn)
        .await
        .map_err(setup)?
        .get(0);
    match (id, tables) {
        (APPLICATION_ID, _) => Ok(()),
        (0, 0) => sqlx::raw_sql("pragma application_id = 1349678179")
            .execute(conn)
            .await
            .map(drop)
            .map_err(setup),
        _ => Err(StoreError::Setup(format!(
            "{} is a database, but not one of portcullis: choose another file",
            path.display()
        ))),
    }
}

fn refuse_unsound(version: &str) -> Result<(), StoreError> {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let found = (next(), next(), next());
    if found >= OLDEST_SOUND {
        return Ok(());
    }
    let (major, minor, patch) = OLDEST_SOUND;
    Err(StoreError::Setup(format!(
        "SQLite {version} can lose committed writes: build with {major}.{minor}.{patch} or later"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_that_can_lose_writes_is_refused() {
        for old in ["3.40.1", "3.51.2", "2.9.9", "", "nonsense"] {
            assert!(refuse_unsound(old).is_err(), "{old}");
        }
        for sound in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(refuse_unsound(sound).is_ok(), "{sound}");
        }
    }

    #[test]
    fn the_application_id_spells_our_name() {
        assert_eq!(APPLICATION_ID.to_string(), "1349678179");
    }
}
