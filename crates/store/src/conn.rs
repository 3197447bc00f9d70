//! Connections: one type over two drivers, and the one place where SQL meets them.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, Executor as _, PgConnection, Postgres, Sqlite, SqliteConnection};

use crate::row::{Driver, Row};
use crate::statement::Statement;
use crate::value::Value;
use crate::{Engine, StoreError};

/// A connection that reads. Each statement sees what was committed before it began.
pub struct Conn {
    handle: Handle,
    /// The first error on it. Postgres turns the commit of a transaction in which a statement
    /// failed into a rollback without saying so; a unit must not be acknowledged then.
    broken: Option<StoreError>,
}

pub(crate) enum Handle {
    SqliteReader(PoolConnection<Sqlite>),
    SqliteWriter(Box<SqliteConnection>),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(sqlx::Transaction<'static, Postgres>),
}

enum Engaged<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Conn {
    pub(crate) fn new(handle: Handle) -> Self {
        Self {
            handle,
            broken: None,
        }
    }

    /// Which database it leads to.
    pub(crate) fn engine(&self) -> Engine {
        match self.handle {
            Handle::SqliteReader(_) | Handle::SqliteWriter(_) => Engine::Sqlite,
            Handle::Postgres(_) | Handle::PostgresTransaction(_) => Engine::Postgres,
        }
    }

    /// The driver's own connection, for tests that look at the schema.
    #[cfg(test)]
    pub(crate) fn into_handle(self) -> Handle {
        self.handle
    }

    fn engage(&mut self) -> Engaged<'_> {
        match &mut self.handle {
            Handle::SqliteReader(conn) => Engaged::Sqlite(conn),
            Handle::SqliteWriter(conn) => Engaged::Sqlite(conn),
            Handle::Postgres(conn) => Engaged::Postgres(conn),
            Handle::PostgresTransaction(conn) => Engaged::Postgres(conn),
        }
    }

    /// All rows of a statement.
    pub(crate) async fn all(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let table = statement.table;
        let rows = match self.engage() {
            Engaged::Sqlite(conn) => conn
                .fetch_all(sqlx::query_with(statement.sql, sqlite(params)?))
                .await
                .map(|rows| rows.into_iter().map(Driver::Sqlite).collect::<Vec<_>>()),
            Engaged::Postgres(conn) => conn
                .fetch_all(sqlx::query_with(statement.sql, postgres(params)?))
                .await
                .map(|rows| rows.into_iter().map(Driver::Postgres).collect()),
        };
        let rows = rows.map_err(|error| self.note(&error))?;
        Ok(rows
            .into_iter()
            .map(|driver| Row { table, driver })
            .collect())
    }

    /// The only row of a statement, if there is one.
    pub(crate) async fn first(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(statement, params).await?.into_iter().next())
    }

    /// The only row of a statement that always has one.
    pub(crate) async fn one(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<Row, StoreError> {
        self.first(statement, params).await?.ok_or_else(|| {
            StoreError::Unavailable(format!("no row of {} where one must be", statement.table))
        })
    }

    async fn execute(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let done = match self.engage() {
            Engaged::Sqlite(conn) => conn
                .execute(sqlx::query_with(statement.sql, sqlite(params)?))
                .await
                .map(|done| done.rows_affected()),
            Engaged::Postgres(conn) => conn
                .execute(sqlx::query_with(statement.sql, postgres(params)?))
                .await
                .map(|done| done.rows_affected()),
        };
        done.map_err(|error| self.note(&error))
    }

    /// Transaction control and other words without parameters.
    pub(crate) async fn command(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = match self.engage() {
            Engaged::Sqlite(conn) => conn.execute(sql).await.map(drop),
            Engaged::Postgres(conn) => conn.execute(sql).await.map(drop),
        };
        done.map_err(|error| StoreError::from_driver(&error))
    }

    fn note(&mut self, error: &sqlx::Error) -> StoreError {
        let error = StoreError::from_driver(error);
        self.broken.get_or_insert_with(|| error.clone());
        error
    }
}

/// A unit of work: all of it is committed, or none. Once a statement in it failed, it cannot be
/// committed any more, on either engine.
pub struct Tx {
    conn: Conn,
}

impl Tx {
    pub(crate) fn new(handle: Handle) -> Self {
        Self {
            conn: Conn::new(handle),
        }
    }

    /// Does a statement that changes something; how many rows it changed.
    pub(crate) async fn run(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.conn.execute(statement, params).await
    }

    /// Does a statement that changes one row or none; whether it did.
    pub(crate) async fn touch(
        &mut self,
        statement: &'static Statement,
        params: Vec<Value>,
    ) -> Result<bool, StoreError> {
        Ok(self.run(statement, params).await? > 0)
    }

    /// The error that keeps this unit from being committed, if any; the next unit begins clean.
    pub(crate) fn take_broken(&mut self) -> Option<StoreError> {
        self.conn.broken.take()
    }

    /// Commits a Postgres transaction.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self.conn.handle {
            Handle::PostgresTransaction(transaction) => transaction
                .commit()
                .await
                .map_err(|error| StoreError::from_driver(&error)),
            // The writer commits for all the units of a batch.
            _ => Ok(()),
        }
    }

    /// Lets go of the writer's own connection.
    pub(crate) fn into_sqlite(self) -> Option<SqliteConnection> {
        match self.conn.handle {
            Handle::SqliteWriter(conn) => Some(*conn),
            _ => None,
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Conn({:?})", self.engine())
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({:?})", self.engine())
    }
}

fn sqlite(params: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    for value in params {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Count(count) => arguments.add(count),
            Value::Flag(flag) => arguments.add(flag),
        }
        .map_err(unencodable)?;
    }
    Ok(arguments)
}

fn postgres(params: Vec<Value>) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    for value in params {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Count(count) => arguments.add(count),
            Value::Flag(flag) => arguments.add(flag),
        }
        .map_err(unencodable)?;
    }
    Ok(arguments)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that `map_err` wants"
)]
fn unencodable(error: sqlx::error::BoxDynError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
