//! The catalogue of statements: every SQL text of the crate, known by name.
//!
//! A module declares its statements with `statements!`, which both defines the constants and
//! registers them; the test `sql_catalogue` prepares the whole catalogue on both engines.

use crate::Engine;

/// One SQL text.
#[derive(Debug)]
pub(crate) struct Statement {
    /// What it is called in its module.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "what the catalogue test prints")
    )]
    pub(crate) name: &'static str,
    /// The table whose rows it reads or writes, for messages.
    pub(crate) table: &'static str,
    /// The text.
    pub(crate) sql: &'static str,
    /// The one engine that it is for; `None` for both, which only `dialect` may leave.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "what the catalogue test skips by")
    )]
    pub(crate) only: Option<Engine>,
}

/// Declares and registers the statements of a module: `statements! { "table"; NAME = "sql"; … }`.
macro_rules! statements {
    ($table:literal; $($(#[$meta:meta])* $name:ident = $sql:expr;)+) => {
        $(
            $(#[$meta])*
            const $name: &crate::statement::Statement = &crate::statement::Statement {
                name: stringify!($name),
                table: $table,
                sql: $sql,
                only: None,
            };
        )+
        /// What the catalogue knows of this module.
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[&crate::statement::Statement] = &[$($name),+];
    };
}
pub(crate) use statements;

/// Every statement there is, by module.
#[cfg(test)]
pub(crate) const CATALOGUE: &[&[&Statement]] = &[
    crate::audit::STATEMENTS,
    crate::checks::STATEMENTS,
    crate::dashboard::STATEMENTS,
    crate::dialect::STATEMENTS,
    crate::integrity::STATEMENTS,
    crate::invitations::STATEMENTS,
    crate::memberships::STATEMENTS,
    crate::organizations::STATEMENTS,
    crate::outbox::STATEMENTS,
    crate::overrides::STATEMENTS,
    crate::policies::STATEMENTS,
    crate::policy_sets::STATEMENTS,
    crate::policy_sets::in_force::STATEMENTS,
    crate::policy_sets::scopes::STATEMENTS,
    crate::projects::STATEMENTS,
    crate::queue::attempts::STATEMENTS,
    crate::queue::claims::STATEMENTS,
    crate::queue::depth::STATEMENTS,
    crate::queue::enqueue::STATEMENTS,
    crate::queue::fair::STATEMENTS,
    crate::queue::finish::STATEMENTS,
    crate::queue::postpone::STATEMENTS,
    crate::queue::reap::STATEMENTS,
    crate::queue::results::STATEMENTS,
    crate::roles::STATEMENTS,
    crate::runs::STATEMENTS,
    crate::runs::list::STATEMENTS,
    crate::sessions::STATEMENTS,
    crate::settings::STATEMENTS,
    crate::tokens::STATEMENTS,
    crate::users::STATEMENTS,
    crate::versions::STATEMENTS,
    crate::versions::policies::STATEMENTS,
    crate::workspaces::STATEMENTS,
];
