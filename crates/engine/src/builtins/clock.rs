//! The time of an evaluation, for built-ins whose answer depends on it.

use super::Failure;

/// The time in nanoseconds since 1970. An evaluation has none of its own yet, and the machine's is
/// not taken, lest the same inputs give two answers: so far this asks the policy to name a time.
pub(super) fn now(name: &str, instead: &str) -> Result<i64, Failure> {
    Err(Failure::Limit(format!(
        "`{name}` depends on the time here, which it cannot ask for: {instead}"
    )))
}
