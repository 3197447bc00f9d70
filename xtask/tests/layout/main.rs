//! The house rules that a compiler does not check: who may know whom, and what is written where.

mod dependency_rule;
mod migrations;
mod one_place;
mod sources;
mod wasm_graph;
