//! Why the store did not do what it was asked to.

/// Why the store did not do what it was asked to. Absence is not among the reasons.
#[derive(Debug, Clone, thiserror::Error)]
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
