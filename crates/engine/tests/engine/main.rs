//! The crate from outside: bundles in, verdicts out.

mod archives;
mod checks;
mod evaluation;
mod fail_closed;
mod manifests;
mod plans;
mod support;
mod test_runs;
