//! Time and randomness as parameters, so that every test and snapshot is stable.

use crate::Timestamp;

/// Tells the time. The binary gives the system's; tests give one that they move by hand.
pub trait Clock: Send + Sync + 'static {
    /// The present moment, UTC, microsecond precision.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes. The binary gives the operating system's; tests give a seeded stream.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`; every bit is independent and uniform.
    fn fill(&self, bytes: &mut [u8]);
}
