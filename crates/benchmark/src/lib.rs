//! What `cargo xtask bench engine` compares, one subject in one process, so that each peak of memory
//! is its own.
//!
//! `benchmark-ours sandbox|engine SET PLAN` and `benchmark-plain bare|floor SET PLAN` read the policy
//! set and the plan, then do what standard input says, line by line ([`serve()`]). Nothing here is part
//! of the product.

mod memory;
mod serve;
mod source;

pub use memory::{peak_of_children, peak_of_this};
pub use serve::serve;
pub use source::{Source, arguments};

use std::collections::BTreeMap;

use anyhow::Result;

/// What each policy denies: its messages, sorted.
pub type Denials = BTreeMap<String, Vec<String>>;

/// One way to evaluate the policies.
pub trait Subject {
    /// Drops whatever was compiled: the next evaluation begins with the sources.
    fn forget(&mut self);

    /// From the plan's bytes to what each policy denies. This is what is measured.
    ///
    /// # Errors
    /// A policy has no answer.
    fn evaluate(&mut self) -> Result<()>;

    /// What the last evaluation found.
    fn denials(&self) -> Denials;

    /// The most memory that was resident since the start, in KiB, helping processes included.
    ///
    /// # Errors
    /// The system does not say.
    fn peak(&mut self) -> Result<u64> {
        peak_of_this()
    }
}
