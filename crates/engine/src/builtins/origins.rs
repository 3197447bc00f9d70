//! Which definition of a rule made a value, for rules that several fill.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regorus::Value;

use super::{Failure, ORIGIN, Own, Result};

pub(super) const TABLE: &[Own] = &[Own {
    name: ORIGIN,
    arity: 2,
    call: origin,
}];

thread_local! {
    static ORIGINS: RefCell<BTreeMap<Value, Vec<u32>>> = const { RefCell::new(BTreeMap::new()) };
}

/// What was noted on this thread since the last call: the numbers of the definitions that made a
/// value, by the value.
pub(crate) fn take() -> BTreeMap<Value, Vec<u32>> {
    ORIGINS.take()
}

fn origin(arguments: &[Value]) -> Result {
    let [value, number] = arguments else {
        return Err(Failure::builtin(format!("`{ORIGIN}` expects two operands")));
    };
    let number = number
        .as_u32()
        .map_err(|_| Failure::builtin(format!("`{ORIGIN}` expects the number of a definition")))?;
    ORIGINS.with_borrow_mut(|origins| {
        let numbers = origins.entry(value.clone()).or_default();
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    });
    Ok(value.clone())
}
