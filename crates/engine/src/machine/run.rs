//! Running it.

mod body;
mod rules;
mod term;

use std::time::Instant;

use regorus::Value;

use super::code::{Code, Slot};

/// Why there is no answer from here: whatever it is, the engine finds it too and has the words for it.
#[derive(Debug)]
pub(super) struct Stopped;

type Result<T> = std::result::Result<T, Stopped>;

/// How many steps are done between two looks at the clock.
const INTERVAL: u32 = 256;
/// How deep rules, functions and bodies may be in each other. The engine's own recursion has other limits.
const MAX_DEPTH: u32 = 128;

/// Whether more is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    More,
    Enough,
}

/// One evaluation.
struct Run<'c> {
    code: &'c Code,
    input: &'c Value,
    /// The values of rules, once they are known.
    known: Vec<Option<Value>>,
    until: Instant,
    steps: u32,
    depth: u32,
}

/// The value of the question, undefined too.
pub(super) fn answer(code: &Code, input: &Value, until: Instant) -> Result<Value> {
    let mut run = Run {
        code,
        input,
        known: vec![None; code.rules.len()],
        until,
        steps: 0,
        depth: 0,
    };
    run.value(&code.question, &mut [])
}

impl Run<'_> {
    /// Counts a step, and looks at the clock at times.
    fn step(&mut self) -> Result<()> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps.is_multiple_of(INTERVAL) && Instant::now() >= self.until {
            return Err(Stopped);
        }
        Ok(())
    }

    /// Does something that is inside of what is being done.
    fn inside<T>(&mut self, what: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(Stopped);
        }
        self.depth += 1;
        let result = what(self);
        self.depth -= 1;
        result
    }
}

/// Puts a value where it goes.
fn put(frame: &mut [Value], slot: Option<Slot>, value: &Value) {
    if let Some(slot) = slot {
        frame[slot].clone_from(value);
    }
}

fn is_undefined(value: &Value) -> bool {
    matches!(value, Value::Undefined)
}
