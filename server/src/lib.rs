//! The binary `portcullis`: HTTP surfaces, workers, command line.
//!
//! It wires everything and decides nothing: every rule is `service`'s or `domain`'s. A library, so
//! that tests reach the router.

pub mod api;
pub mod assets;
pub mod cli;
pub mod config;
mod coverage_document;
mod demo;
mod hex;
pub mod http;
mod probes;
pub mod router;
pub mod serve;
pub mod state;
pub mod telemetry;
pub mod ui;
