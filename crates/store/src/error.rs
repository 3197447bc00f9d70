//! Why the store did not do what it was asked to.

/// Why the store did not do what it was asked to. Absence is not among the reasons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database cannot be reached, is full, or answered with an error of its own.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A rule of the schema forbids it. Foreign keys are all named `foreign_key`, because SQLite
    /// does not tell which one it was.
    #[error("the database refused it because of `{name}`")]
    Constraint {
        /// The constraint's name, `policy_sets_organization_id_name_key`.
        name: String,
    },
    /// A stored value is outside its type: someone or something else wrote it.
    #[error("{table}.{column} of row `{row}` holds a value that cannot be: {given}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id, as far as the statement read it.
        row: String,
        /// What stands there, cut.
        given: String,
    },
    /// Postgres gave up one of several transactions that stood in each other's way. Try it again.
    #[error("another change got in the way, try again")]
    Conflict,
    /// A page cursor that this list did not give out.
    #[error("`{0}` is not a cursor of this list: start again from its first page")]
    Cursor(String),
    /// Something about the set-up: the URL, the directory, the version, a second process.
    #[error("{0}")]
    Setup(String),
}

impl StoreError {
    /// Whether it is the violation of the constraint called `name`.
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint { name: broken } if broken == name)
    }
}

impl StoreError {
    pub(crate) fn from_driver(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(inner) => Self::from_database(inner.as_ref()),
            sqlx::Error::PoolTimedOut => Self::Unavailable(
                "no connection became free in time: the database is busy or away".to_owned(),
            ),
            other => Self::Unavailable(other.to_string()),
        }
    }

    fn from_database(error: &dyn sqlx::error::DatabaseError) -> Self {
        let code = error.code();
        let code = code.as_deref().unwrap_or_default();
        let message = error.message();
        let name = if let Some(error) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
        {
            match code {
                // Serialization failure and deadlock.
                "40001" | "40P01" => return Self::Conflict,
                "23503" => Some("foreign_key".to_owned()),
                "23502" => Some(not_null(
                    error.table().unwrap_or_default(),
                    error.column().unwrap_or_default(),
                )),
                _ if code.starts_with("23") => error.constraint().map(ToOwned::to_owned),
                _ => None,
            }
        } else {
            // Extended result codes of SQLite: sqlite.org/rescode.html.
            match code {
                "1555" | "2067" => unique(message, code == "1555"),
                "787" => Some("foreign_key".to_owned()),
                "275" => after_colon(message).map(ToOwned::to_owned),
                "1299" => after_colon(message)
                    .and_then(|column| column.split_once('.'))
                    .map(|(table, column)| not_null(table, column)),
                // What `raise(abort, 'name')` said in a trigger.
                "1811" => Some(message.to_owned()),
                _ => None,
            }
        };
        match name {
            Some(name) => Self::Constraint { name },
            None => Self::Unavailable(message.to_owned()),
        }
    }
}

fn after_colon(message: &str) -> Option<&str> {
    message.split_once(": ").map(|(_, rest)| rest)
}

fn not_null(table: &str, column: &str) -> String {
    format!("{table}_{column}_not_null")
}

/// SQLite names the columns (`UNIQUE constraint failed: projects.organization_id, projects.name`),
/// not the constraint. Ours are named by table and columns, which a test holds us to.
fn unique(message: &str, primary: bool) -> Option<String> {
    let mut columns = after_colon(message)?
        .split(", ")
        .filter_map(|column| column.split_once('.'));
    let (table, first) = columns.next()?;
    if primary {
        return Some(format!("{table}_pkey"));
    }
    let mut name = format!("{table}_{first}");
    for (_, column) in columns {
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_unique_constraint_of_sqlite_has_the_name_that_postgres_gives_it() {
        let message = "UNIQUE constraint failed: projects.organization_id, projects.name";
        assert_eq!(
            unique(message, false).as_deref(),
            Some("projects_organization_id_name_key")
        );
        let message = "UNIQUE constraint failed: check_results.check_id, check_results.position";
        assert_eq!(unique(message, true).as_deref(), Some("check_results_pkey"));
        assert_eq!(unique("something else", false), None);
    }
}
