//! Runs: a plan comes in, and its check is queued; what becomes of it, and looking at it.

mod list;
mod plan;
mod submit;
mod transitions;

pub use list::RunFilter;
pub use submit::SubmitRun;
