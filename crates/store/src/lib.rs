//! All SQL of Portcullis, and its blobs.
//!
//! SQLite and Postgres stand behind one API, with one SQL text per statement. Nothing here decides
//! anything: permissions, verdicts and what belongs into one unit are the service's affair.
//!
//! Every query is a free function in a module named by its noun. It takes a [`Conn`] when it reads
//! and a [`Tx`] when it writes; a [`Tx`] can be given wherever a [`Conn`] is asked for. Absence is
//! `None` or `false`, never an error; a broken rule of the schema is [`StoreError::Constraint`] with
//! the constraint's name, the same on both engines.
//!
//! ```ignore
//! let organization = store::organizations::find_by_name(&mut store.read().await?, &name).await?;
//! store
//!     .write(|tx| Box::pin(async move { store::organizations::insert(tx, &organization).await }))
//!     .await?;
//! ```

pub mod audit;
pub mod blobs;
pub mod checks;
#[cfg(test)]
mod conformance;
mod conn;
pub mod dashboard;
mod dialect;
mod error;
pub mod integrity;
pub mod invitations;
mod location;
pub mod memberships;
pub mod organizations;
pub mod outbox;
pub mod overrides;
mod page;
pub mod policies;
pub mod policy_sets;
pub mod projects;
pub mod queue;
pub mod roles;
mod row;
pub mod runs;
pub mod sessions;
pub mod settings;
mod statement;
mod store;
#[cfg(test)]
mod testing;
pub mod tokens;
pub mod users;
mod value;
pub mod versions;
pub mod workspaces;

pub use blobs::{BlobError, Blobs};
pub use conn::{Conn, Tx};
pub use error::StoreError;
pub use location::Location;
pub use store::{Engine, Store, StoreConfig};
