//! Use cases of Portcullis.
//!
//! Every surface (the pages, each API, the CLI, the workers) calls these functions, so that a rule
//! holds everywhere or nowhere. Each use case authorises its [`Caller`], does its work in one
//! transaction together with its audit entry, and emits events from that same transaction. SQL is
//! the store's, evaluation the sandbox's, and what can be decided from values alone the domain's.

mod access;
mod audit;
mod authentication;
mod bundles;
mod caller;
mod checks;
mod dashboard;
mod error;
mod events;
mod health;
mod invitations;
mod maintenance;
mod members;
mod organizations;
mod party;
mod password;
mod pinned;
mod policies;
mod policy_sets;
mod projects;
mod runs;
mod secret;
mod services;
mod sessions;
mod setup;
mod system;
mod texts;
mod throttle;
mod tokens;
mod version_tests;
mod versions;
mod viewer;
mod worker;
mod workspaces;

pub use audit::AuditFilter;
pub use authentication::NewSession;
pub use caller::{Caller, RequestInfo, Surface, Via};
pub use checks::OverrideRequest;
pub use error::{Error, Kind};
pub use events::{Event, Heard};
pub use health::Health;
pub use invitations::Invitation;
pub use maintenance::Maintained;
pub use members::InviteMember;
pub use organizations::{PutOrganization, PutSettings};
pub use policies::PutPolicy;
pub use policy_sets::PutPolicySet;
pub use projects::PutProject;
pub use runs::{RunFilter, SubmitRun};
pub use services::{ServiceConfig, Services};
pub use setup::{Bootstrap, SetupRequest};
pub use store::queue::Depth as QueueDepth;
pub use system::{OsEntropy, SystemClock};
pub use tokens::{CreateToken, NewToken};
pub use versions::MAX_BUNDLE_BYTES;
pub use worker::{Worker, WorkerConfig};
pub use workspaces::PutWorkspace;

pub use sandbox;
pub use store;
