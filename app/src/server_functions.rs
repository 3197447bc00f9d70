//! What the browser may ask of the server. Each is a public HTTP endpoint below `/ui`, three lines
//! long: who asks, the use case, the error. Nothing is decided here.

pub(crate) mod audit;
pub(crate) mod checks;
pub(crate) mod dashboard;
pub(crate) mod members;
pub(crate) mod organizations;
pub(crate) mod policies;
pub(crate) mod policy_sets;
pub(crate) mod projects;
pub(crate) mod runs;
pub(crate) mod sessions;
pub(crate) mod tokens;
pub(crate) mod versions;
pub(crate) mod viewer;
pub(crate) mod workspaces;
