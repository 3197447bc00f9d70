//! The server's side of the app: who asks, how errors travel, and the document around the pages.
//! The only module that exists on the server alone.

mod context;
mod error;
mod shell;

pub use context::{RequestContext, StylesheetHref};
pub(crate) use context::{current, frame, name, not_found, optional_name, parse_id, redirect};
pub use shell::shell;
