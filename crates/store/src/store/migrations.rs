//! Migrations: append-only, the same names for both engines, run by one node at a time.

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Connection as _, Executor as _, PgPool};

use super::sqlite::Sqlite;
use crate::{StoreError, dialect};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How often two nodes may trip over each other while they create the lock itself.
const LOCK_TRIES: u32 = 5;

/// Migrates the file; the lock on it keeps every other process out.
pub(super) async fn migrate_sqlite(sqlite: &Sqlite) -> Result<(), StoreError> {
    let mut conn = sqlite.connect().await?;
    run(&SQLITE, &mut conn).await?;
    conn.close()
        .await
        .map_err(|error| StoreError::from_driver(&error))
}

/// Migrates while holding a row lock, so that of several nodes that start together one works and
/// the others wait. Advisory locks would do, were there none in between that pool transactions.
pub(super) async fn migrate_postgres(pool: &PgPool) -> Result<(), StoreError> {
    create_lock(pool).await?;
    let unavailable = |error: sqlx::Error| StoreError::from_driver(&error);
    let mut lock = pool.begin().await.map_err(unavailable)?;
    lock.execute(dialect::TAKE_MIGRATION_LOCK)
        .await
        .map_err(unavailable)?;
    let mut conn = pool.acquire().await.map_err(unavailable)?;
    run(&POSTGRES, &mut *conn).await?;
    lock.commit().await.map_err(unavailable)
}

/// `create table if not exists` is not safe against itself on Postgres: the loser gets an error
/// about a duplicate and finds the table on its next try.
async fn create_lock(pool: &PgPool) -> Result<(), StoreError> {
    let mut last = None;
    for _ in 0..LOCK_TRIES {
        let created = async {
            pool.execute(dialect::CREATE_MIGRATION_LOCK).await?;
            pool.execute(dialect::FILL_MIGRATION_LOCK).await
        };
        match created.await {
            Ok(_) => return Ok(()),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or(StoreError::Conflict, |error| {
        StoreError::from_driver(&error)
    }))
}

async fn run<C: Migrate>(migrator: &'static Migrator, conn: &mut C) -> Result<(), StoreError> {
    let mut migrator = Migrator {
        migrations: migrator.migrations.clone(),
        ..Migrator::DEFAULT
    };
    migrator.set_locking(false);
    migrator
        .run_direct(None, conn, false)
        .await
        .map_err(|error| refused(&error))
}

fn refused(error: &MigrateError) -> StoreError {
    StoreError::Setup(match error {
        MigrateError::VersionMissing(version) => format!(
            "the database was written by a newer portcullis (migration {version} is unknown here): \
             start that version, or restore a backup from before"
        ),
        MigrateError::VersionMismatch(version) => format!(
            "migration {version} is not the one that made this database: start the version that did"
        ),
        other => format!("the database cannot be migrated: {other}"),
    })
}
