//! The house rules that a compiler does not check: who may know whom, and what is written where.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod dependency_rule;
mod example_plans;
mod migrations;
mod one_place;
mod sources;
mod wasm_graph;
