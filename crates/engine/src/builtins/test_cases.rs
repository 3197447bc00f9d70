//! `internal.test_case`: notes which case of a test a rule has come to, as OPA has it since 1.2.

use std::cell::RefCell;

use regorus::Value;

use super::{Own, Result};

/// The built-in's name, which is OPA's own.
pub(crate) const TEST_CASE: &str = "internal.test_case";

pub(super) const TABLE: &[Own] = &[Own {
    name: TEST_CASE,
    arity: 1,
    call: note,
}];

/// How many cases of one test are noted, at most: a rule may come to the same one again and again.
const MAX_NOTED: usize = 10_000;

thread_local! {
    static NOTED: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

fn note(arguments: &[Value]) -> Result {
    NOTED.with_borrow_mut(|noted| {
        if let [case] = arguments
            && noted.len() < MAX_NOTED
        {
            noted.push(case.clone());
        }
    });
    Ok(Value::Bool(true))
}

/// What was noted on this thread since the last call: the parts of each case's name.
pub(crate) fn take() -> Vec<Value> {
    NOTED.take()
}
