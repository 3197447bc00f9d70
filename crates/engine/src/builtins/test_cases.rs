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
    /// `None` where no test is run: nobody would take it.
    static NOTED: RefCell<Option<Vec<Value>>> = const { RefCell::new(None) };
}

#[expect(clippy::unnecessary_wraps, reason = "the type of every built-in")]
fn note(arguments: &[Value]) -> Result {
    NOTED.with_borrow_mut(|noted| {
        if let ([case], Some(noted)) = (arguments, noted)
            && noted.len() < MAX_NOTED
        {
            noted.push(case.clone());
        }
    });
    Ok(Value::Bool(true))
}

/// A test begins on this thread.
pub(crate) fn begin() {
    NOTED.set(Some(Vec::new()));
}

/// What the test noted: the parts of each case's name.
pub(crate) fn end() -> Vec<Value> {
    NOTED.take().unwrap_or_default()
}
