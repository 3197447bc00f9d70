//! How much a validation may do.

use std::cell::Cell;

use super::member::Try;
use crate::builtins::Failure;

/// Most steps of a validation: names compared, nodes visited.
const MAX_STEPS: usize = 5_000_000;
/// Deepest that selections, fragments among them, may stand in each other.
const MAX_DEPTH: usize = 250;

/// What is left of it. A query whose fragments spread each other visits some fields without end.
#[derive(Debug, Default)]
pub(super) struct Budget {
    steps: Cell<usize>,
    depth: Cell<usize>,
}

impl Budget {
    pub(super) fn spend(&self, steps: usize) -> Try<()> {
        self.steps.set(self.steps.get().saturating_add(steps));
        if self.steps.get() > MAX_STEPS {
            return Err(Failure::Limit(
                "validating the GraphQL query takes too many steps".to_owned(),
            ));
        }
        Ok(())
    }

    /// Goes one level down.
    pub(super) fn deeper<T>(&self, inner: impl FnOnce() -> Try<T>) -> Try<T> {
        if self.depth.get() >= MAX_DEPTH {
            return Err(Failure::Limit(format!(
                "the GraphQL query is nested deeper than {MAX_DEPTH}"
            )));
        }
        self.spend(1)?;
        self.depth.set(self.depth.get() + 1);
        let done = inner();
        self.depth.set(self.depth.get() - 1);
        done
    }
}
