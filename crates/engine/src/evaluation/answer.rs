//! Who answers, and what comes with the answer.

use std::collections::BTreeMap;
use std::time::Instant;

use regorus::{Engine, Value};

use super::Subject;
use crate::builtins;

/// What came of a question.
pub(super) struct Answer {
    pub(super) value: anyhow::Result<Value>,
    pub(super) prints: Vec<String>,
    /// How many errors of built-ins became undefined.
    pub(super) swallowed: u32,
    /// Which definitions made a value, by the value.
    pub(super) origins: BTreeMap<Value, Vec<u32>>,
}

impl Answer {
    fn of(ask: impl FnOnce() -> (anyhow::Result<Value>, Vec<String>)) -> Self {
        builtins::take_swallowed();
        builtins::origins::take();
        let (value, prints) = ask();
        Self {
            value,
            prints,
            swallowed: builtins::take_swallowed(),
            origins: builtins::origins::take(),
        }
    }
}

impl Subject<'_> {
    /// The answer of our own evaluator, where it has one.
    pub(super) fn known(&self, input: &Value, until: Instant) -> Option<Answer> {
        let machine = self.asked.machine.as_ref()?;
        let mut value = None;
        let answer = Answer::of(|| {
            value = machine.answer(input, until);
            (Ok(Value::Undefined), Vec::new())
        });
        Some(Answer {
            value: Ok(value?),
            ..answer
        })
    }

    /// The engine's answer.
    pub(super) fn asked_of(&self, mut engine: Engine) -> Answer {
        Answer::of(|| {
            let value = self.asked.question.ask(&mut engine);
            (value, engine.take_prints().unwrap_or_default())
        })
    }

    /// Fails where the engine has another answer.
    pub(super) fn compare(&self, ours: &Answer, engine: Engine) {
        let theirs = self.asked_of(engine);
        let policy = &self.policy.name;
        match (&ours.value, &theirs.value) {
            (Ok(one), Ok(other)) => {
                assert_eq!(one, other, "policy `{policy}`");
                assert_eq!(ours.origins, theirs.origins, "policy `{policy}`");
            }
            (_, Err(error)) if error.to_string().contains("exceeded time limit") => {}
            (one, other) => panic!("policy `{policy}`: {one:?}, and the engine: {other:?}"),
        }
    }
}
