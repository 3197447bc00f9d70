//! The sandbox with real children.

mod faults;
mod fixture;
mod hostile;
mod jobs;
mod protections;
