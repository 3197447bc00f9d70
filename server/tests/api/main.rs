//! Black-box tests: the real router over SQLite in a temporary folder and the real sandbox.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audit;
mod authorization;
mod bodies;
mod checks;
mod creating;
mod entrance;
mod expiry;
mod gate;
mod headers;
mod held;
mod listeners;
mod maintenance;
mod members;
mod openapi;
mod organizations;
mod pages;
mod policies;
mod policy_sets;
mod project_members;
mod real_plan;
mod rego_versions;
mod repeats;
mod runs;
mod server_functions;
mod sessions;
mod tokens;
mod uploads;
mod versions;
mod workspaces;
