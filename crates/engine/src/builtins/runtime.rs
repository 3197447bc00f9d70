//! What a policy sees of the program that evaluates it (`v1/topdown/runtime.go`).
//!
//! Of its environment nothing. Where nobody evaluates policies but a query is compared with OPA's answer,
//! there is no such program, and OPA has an empty object too.

use std::cell::Cell;

use regorus::Value;

use super::{Own, Result};

/// The version of OPA whose language this is.
const VERSION: &str = "1.20.2";

pub(super) const TABLE: &[Own] = &[Own {
    name: "opa.runtime",
    arity: 0,
    call: runtime,
}];

thread_local! {
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// Sets whether policies on this thread see it from now on.
pub(crate) fn show(is_shown: bool) {
    IS_SHOWN.set(is_shown);
}

#[expect(clippy::unnecessary_wraps, reason = "as every built-in")]
fn runtime(_: &[Value]) -> Result {
    let members: &[(&str, Value)] = &[
        ("commit", "".into()),
        ("env", Value::new_object()),
        ("version", VERSION.into()),
    ];
    let shown = members.iter().filter(|_| IS_SHOWN.get());
    let shown = shown.map(|(name, value)| (Value::from(*name), value.clone()));
    Ok(Value::from(
        shown.collect::<std::collections::BTreeMap<_, _>>(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_sees_a_version_and_no_environment() {
        show(true);
        let expected = r#"{"version": "1.20.2", "commit": "", "env": {}}"#;
        assert_eq!(runtime(&[]), Ok(Value::from_json_str(expected).unwrap()));
        show(false);
        assert_eq!(runtime(&[]), Ok(Value::new_object()));
    }
}
