//! The crate from outside: bundles in, verdicts out.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod annotations;
mod archives;
mod checks;
mod evaluation;
mod example_files;
mod examples;
mod examples_on_plans;
mod fail_closed;
mod keywords;
mod manifests;
mod membership;
mod names;
mod packages;
mod patterns;
mod plans;
mod reading;
mod replacements;
mod scopes;
mod support;
mod test_runs;
mod undefined;
