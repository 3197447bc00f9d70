//! The server's side of the app: who asks, how errors travel, and the document around the pages.
//! The only module that exists on the server alone.

mod context;
mod error;
mod form;
mod policy;
mod rego;
mod runs;
mod shell;
mod tests_of;

pub use context::{RequestContext, StylesheetHref};
pub(crate) use context::{current, frame, name, not_found, optional_name, parse_id, redirect};
pub(crate) use form::{
    about_name, all_workspaces, confirmed, done, filled, flash, invitation_link, number, scope_of,
    secret_shown_once, services, typed_name, workspace_of,
};
pub(crate) use policy::{about_policy, policy_of};
pub(crate) use rego::{declared_dialect, rego_of};
pub(crate) use runs::{approvers, check_of, or_empty, run_filter, shown};
pub use shell::shell;
pub(crate) use tests_of::TestsOf;
