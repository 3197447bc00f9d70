//! `regex.match`, with one compiled expression for each thread.
//!
//! The engine clones a shared one for every call, which throws its caches away; that was 17 % of
//! the interpreter's time.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::{Regex, RegexBuilder};
use regorus::Value;

use super::{Failure, Own, Result, text};

pub(super) const TABLE: &[Own] = &[Own {
    name: "regex.match",
    arity: 2,
    call: is_match,
}];

/// Largest compiled expression in bytes, as in the engine.
const MAX_COMPILED: usize = 100 << 10;
/// Most expressions that a thread keeps. A policy that makes more loses them all at once, which
/// costs time and nothing else.
const MAX_KEPT: usize = 256;

thread_local! {
    static KEPT: RefCell<HashMap<String, Regex>> = RefCell::default();
}

pub(super) fn is_match(arguments: &[Value]) -> Result {
    let name = "regex.match";
    let [pattern, value] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects two strings")));
    };
    let (pattern, value) = (text(name, pattern)?, text(name, value)?);
    KEPT.with_borrow_mut(|kept| {
        if let Some(regex) = kept.get(pattern) {
            return Ok(Value::from(regex.is_match(value)));
        }
        let regex = compile(pattern)?;
        let answer = regex.is_match(value);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(pattern.to_owned(), regex);
        Ok(Value::from(answer))
    })
}

fn compile(pattern: &str) -> std::result::Result<Regex, Failure> {
    RegexBuilder::new(pattern)
        .size_limit(MAX_COMPILED)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => Failure::Limit(format!(
                "a regular expression compiles to more than {MAX_COMPILED} bytes"
            )),
            _ => Failure::builtin("invalid regular expression"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_anywhere_and_tells_a_bad_pattern_from_a_big_one() {
        let call =
            |pattern: &str, value: &str| is_match(&[Value::from(pattern), Value::from(value)]);
        for _ in 0..2 {
            assert_eq!(call("b+", "abba"), Ok(Value::from(true)));
            assert_eq!(call("^b", "abba"), Ok(Value::from(false)));
        }
        assert!(matches!(call("(", "x"), Err(Failure::Builtin(_))));
        assert!(matches!(
            call("(?:a{1000}){1000}", "x"),
            Err(Failure::Limit(_))
        ));
        for index in 0..600 {
            assert_eq!(
                call(&format!("^{index}$"), "7"),
                Ok(Value::from(index == 7))
            );
        }
    }
}
