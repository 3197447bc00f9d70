//! `strings.replace_n`: every text that is a key becomes its value, in one pass (`strings.Replacer` of Go). Where
//! several keys begin, the one that is first in the order of keys is meant.

use regorus::Value;

use super::{Failure, MAX_TEXT, Own, Result, kind, text, too_long};

pub(super) const TABLE: &[Own] = &[Own {
    name: NAME,
    arity: 2,
    call: replace_n,
}];

const NAME: &str = "strings.replace_n";

fn replace_n(arguments: &[Value]) -> Result {
    let [patterns, value] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{NAME}` expects an object and a string"
        )));
    };
    let Value::Object(patterns) = patterns else {
        return Err(Failure::Builtin(format!(
            "`{NAME}` expects an object, not {}",
            kind(patterns)
        )));
    };
    let mut pairs = Vec::new();
    for (old, new) in patterns.iter() {
        pairs.push((text(NAME, old)?, text(NAME, new)?));
    }
    pairs.sort_unstable();
    let value = text(NAME, value)?;
    let is_cut = pairs.first().is_some_and(|(old, _)| old.is_empty()) && !value.is_ascii();
    if is_cut {
        return Err(cut(NAME));
    }
    let (mut out, mut place, mut was_empty) = (String::new(), 0, false);
    while let Some(rest) = value.get(place..) {
        if out.len() > MAX_TEXT {
            return Err(too_long(NAME));
        }
        let found = pairs
            .iter()
            .find(|(old, _)| rest.starts_with(old) && !(was_empty && old.is_empty()));
        was_empty = found.is_some_and(|(old, _)| old.is_empty());
        if let Some((old, new)) = found {
            out.push_str(new);
            place += old.len();
        } else if let Some(next) = rest.chars().next() {
            out.push(next);
            place += next.len_utf8();
        } else {
            break;
        }
    }
    Ok(Value::from(out))
}

/// An empty text stands between any two bytes in Go.
pub(super) fn cut(name: &str) -> Failure {
    Failure::Limit(format!(
        "`{name}` would cut characters into bytes: do not replace the empty text in texts beyond ASCII"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(patterns: &str, value: &str) -> Result {
        replace_n(&[Value::from_json_str(patterns).unwrap(), value.into()])
    }

    /// The answers are those of OPA 1.20.2.
    #[test]
    fn all_are_replaced_at_once() {
        for (patterns, value, wanted) in [
            (r#"{"a": "b", "b": "c"}"#, "ab", "bc"),
            (r#"{"a": "1", "ab": "2"}"#, "ab", "1b"),
            (r#"{"": "-"}"#, "ab", "-a-b-"),
            (r#"{"": "-", "a": "1"}"#, "aab", "-1-1-b-"),
            (r#"{"é": "e"}"#, "éé", "ee"),
            ("{}", "é", "é"),
        ] {
            assert_eq!(replaced(patterns, value), Ok(wanted.into()), "{patterns}");
        }
    }

    #[test]
    fn bytes_of_characters_are_not_parted() {
        let answer = replaced(r#"{"": "-"}"#, "aé");
        assert!(matches!(answer, Err(Failure::Limit(_))));
        let answer = replaced(r#"{"a": 1}"#, "a");
        assert!(matches!(answer, Err(Failure::Builtin(_))));
    }
}
