//! A built-in that is found: ours, or the engine's.

use regorus::Value;
use regorus::unstable::{BUILTINS, BuiltinFcn};

use super::{Result, UNWRAPPED, call_engine, find_own, settle};

/// A built-in, as it is called.
#[derive(Clone, Copy)]
pub(crate) enum Callable {
    Own(fn(&[Value]) -> Result),
    Engine(BuiltinFcn),
}

impl std::fmt::Debug for Callable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Own(_) => "ours",
            Self::Engine(_) => "the engine's",
        })
    }
}

impl Callable {
    /// The built-in of a name, and how many arguments it takes; `None` for what is none, or is no function.
    pub(crate) fn of(name: &str) -> Option<(Self, u8)> {
        if UNWRAPPED.contains(&name) {
            return None;
        }
        if let Some(own) = find_own(name) {
            return Some((Self::Own(own.call), own.arity));
        }
        let builtin = BUILTINS.get(name).copied()?;
        Some((Self::Engine(builtin), builtin.1))
    }

    /// Calls it.
    ///
    /// # Errors
    /// What ends the evaluation: a limit, and in strict mode whatever went wrong. Else what went wrong is
    /// counted and has no value.
    pub(crate) fn call(self, arguments: &[Value], strict: bool) -> anyhow::Result<Value> {
        let result = match self {
            Self::Own(call) => call(arguments),
            Self::Engine(builtin) => call_engine(builtin, true, arguments),
        };
        settle(result, strict)
    }
}
