//! Rego for Portcullis: bytes in, verdict out.
//!
//! This crate reads bundles ([`read_bundle`], [`ingest()`]), compiles them once ([`LoadedSet`]),
//! reads plans ([`Plan`], [`inspect_plan`]) and says what each policy thinks of one
//! ([`LoadedSet::evaluate`]). It does no I/O and knows neither levels nor overrides: what a
//! failure counts as is `domain`'s to say.
//!
//! Nothing here may run in a process that must not die: a policy can overflow the stack or exhaust
//! the memory of whoever evaluates it, whatever the limits here say. `sandbox` runs it in children
//! that can be killed. What is safe anywhere is [`read_bundle`], [`pack`] and [`inspect_plan`].

mod address;
mod builtins;
mod bundle;
mod compile;
mod coverage;
mod data;
mod decision;
mod evaluation;
mod ingest;
mod inputs;
mod machine;
mod manifest;
mod plan;
mod position;
mod query;
mod reads;
mod rego;
mod set;
mod test_run;

pub use bundle::{Bundle, BundleFile, pack, read_bundle};
pub use domain::Dialect;
pub use evaluation::{EvaluationLimits, PolicyEvaluation};
pub use ingest::{Ingested, ingest};
pub use inputs::Inputs;
pub use manifest::ManifestPolicy;
pub use plan::{Plan, PlanProblem, inspect_plan};
pub use query::{Bindings, NoAnswer, Query, QueryInput, query};
pub use reads::Reads;
pub use set::{LoadedSet, Network, SetOptions};
pub use test_run::{TestOptions, run_tests};

/// The engine and its version, as stored with every verdict.
pub const ENGINE: &str = "regorus 0.14.1";
