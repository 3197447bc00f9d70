//! Running it.

mod ahead;
mod body;
mod rules;
mod term;

use std::time::Instant;

use regorus::Value;

use super::code::{Code, Slot, Term};

/// Why there is no answer from here: whatever it is, the engine finds it too and has the words for it.
#[derive(Debug)]
pub(super) struct Stopped;

type Result<T> = std::result::Result<T, Stopped>;

/// How many steps are done between two looks at the clock.
const INTERVAL: u32 = 64;
/// How many a call of a built-in counts for.
const CALL: u32 = 16;
/// How deep rules, functions, bodies and terms may be in each other: what is run goes into itself.
const MAX_DEPTH: u32 = 256;

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
    /// How many are done since the clock was looked at.
    steps: u32,
    depth: u32,
}

/// The value of the question, undefined too.
pub(super) fn answer(code: &Code, question: &Term, input: &Value, until: Instant) -> Result<Value> {
    let mut run = Run {
        code,
        input,
        known: vec![None; code.rules.len()],
        until,
        steps: 0,
        depth: 0,
    };
    run.value(question, &mut [])
}

impl Run<'_> {
    /// Counts a step, and looks at the clock at times.
    fn step(&mut self) -> Result<()> {
        self.steps(1)
    }

    /// Counts what takes as long as so many steps.
    fn steps(&mut self, count: u32) -> Result<()> {
        self.steps += count;
        if self.steps >= INTERVAL {
            self.steps = 0;
            if Instant::now() >= self.until {
                return Err(Stopped);
            }
        }
        Ok(())
    }

    /// Does something that is inside of what is being done.
    fn inside<T>(&mut self, what: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(Stopped);
        }
        // A function without a body has no other step.
        self.step()?;
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
