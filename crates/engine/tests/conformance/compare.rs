//! Whether two results are the same, as OPA's test runner sees it.

use serde_json::{Map, Value};

/// Whether the bindings are those that are wanted, in any order of results.
pub(crate) fn same_results(
    got: &[Map<String, Value>],
    wanted: &[Map<String, Value>],
    sort_bindings: bool,
) -> bool {
    let mut left: Vec<&Map<String, Value>> = wanted.iter().collect();
    got.len() == wanted.len()
        && got.iter().all(|one| {
            let place = left
                .iter()
                .position(|wanted| same_bindings(one, wanted, sort_bindings));
            place.map(|place| left.swap_remove(place)).is_some()
        })
}

fn same_bindings(one: &Map<String, Value>, other: &Map<String, Value>, sort: bool) -> bool {
    one.len() == other.len()
        && one.iter().all(|(name, value)| {
            other.get(name).is_some_and(|wanted| match (value, wanted) {
                // Only what is bound itself is sorted, not what is inside of it.
                (Value::Array(some), Value::Array(others)) if sort => same_members(some, others),
                _ => same(value, wanted),
            })
        })
}

fn same_members(some: &[Value], others: &[Value]) -> bool {
    let mut left: Vec<&Value> = others.iter().collect();
    some.len() == others.len()
        && some.iter().all(|one| {
            let place = left.iter().position(|other| same(one, other));
            place.map(|place| left.swap_remove(place)).is_some()
        })
}

/// Whether two values are the same; `1` and `1.0` are.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || {
                let (one, other) = (one.to_string(), other.to_string());
                one == other || (!is_whole(&one) || !is_whole(&other)) && near(&one, &other)
            }
        }
        (Value::Array(some), Value::Array(others)) => {
            some.len() == others.len() && some.iter().zip(others).all(|(a, b)| same(a, b))
        }
        (Value::Object(some), Value::Object(others)) => {
            some.len() == others.len()
                && some
                    .iter()
                    .all(|(key, a)| others.get(key).is_some_and(|b| same(a, b)))
        }
        _ => one == other,
    }
}

fn is_whole(number: &str) -> bool {
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
}

#[expect(clippy::float_cmp, reason = "the same number in another spelling")]
fn near(one: &str, other: &str) -> bool {
    matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(one), Ok(other)) if one == other)
}
