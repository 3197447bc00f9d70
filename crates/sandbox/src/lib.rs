//! Runs the engine in child processes that can be killed.
//!
//! A policy can overflow the stack, exhaust the memory or never end, whatever the limits inside the
//! engine say. So everything that parses or evaluates somebody's Rego happens in a child of the same
//! binary: [`Sandbox`] is the parent's side, [`child_main`] the child's. What the parent learns about
//! a child that did not answer properly is always an error, never a pass.
//!
//! To run children, a binary calls [`child_main`] **as the first thing in `main`**, before it starts
//! any thread or runtime, when its arguments are those of [`SandboxConfig::args`]:
//!
//! ```no_run
//! # use std::process::ExitCode;
//! fn main() -> ExitCode {
//!     if std::env::args_os().nth(1).is_some_and(|arg| arg == "sandbox-child") {
//!         return sandbox::child_main();
//!     }
//!     ExitCode::SUCCESS // clap, the runtime, the server
//! }
//! ```
//!
//! This crate knows nothing of organizations, levels or stores.

mod allocator;
mod child;
mod config;
mod ending;
mod error;
mod evaluation;
mod frame;
mod health;
mod job;
mod open_files;
mod party;
mod pool;
mod protocol;
mod sandbox;

pub use child::child_main;
pub use config::SandboxConfig;
pub use engine::{
    Bundle, BundleFile, Dialect, ENGINE, EvaluationLimits, Ingested, Inputs, ManifestPolicy,
    Network, Plan, PlanProblem, PolicyEvaluation, SetOptions, TestOptions, inspect_plan, pack,
    read_bundle,
};
pub use error::SandboxError;
pub use health::{Protection, SandboxHealth};
pub use job::{Evaluation, EvaluationJob, JobSet, PlanInput, Progress, SetEvaluation};
pub use open_files::raise_open_files;
pub use party::Party;
pub use sandbox::Sandbox;
