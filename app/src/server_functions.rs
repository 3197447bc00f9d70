//! What the browser may ask of the server. Each is a public HTTP endpoint below `/ui`, three lines
//! long: who asks, the use case, the error. Nothing is decided here.

pub(crate) mod checks;
pub(crate) mod dashboard;
pub(crate) mod runs;
pub(crate) mod viewer;
