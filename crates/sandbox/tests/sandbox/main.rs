//! The sandbox with real children.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod faults;
mod fixture;
mod hostile;
mod jobs;
mod parties;
mod protections;
