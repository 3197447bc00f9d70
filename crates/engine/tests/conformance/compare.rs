//! Whether two results are the same, as OPA's test runner sees it.

use serde_json::{Map, Value};

/// Whether the bindings are those that are wanted, in any order of results.
pub(crate) fn same_results(
    got: &[Map<String, Value>],
    wanted: &[Map<String, Value>],
    sort_bindings: bool,
) -> bool {
    are_same(got, wanted, sort_bindings, 0.0)
}

/// The same, but for what is lost of numbers in 53 bits.
pub(crate) fn nearly_same_results(
    got: &[Map<String, Value>],
    wanted: &[Map<String, Value>],
    sort_bindings: bool,
) -> bool {
    are_same(got, wanted, sort_bindings, 2.0 * f64::EPSILON)
}

fn are_same(
    got: &[Map<String, Value>],
    wanted: &[Map<String, Value>],
    sort_bindings: bool,
    tolerance: f64,
) -> bool {
    let mut left: Vec<&Map<String, Value>> = wanted.iter().collect();
    got.len() == wanted.len()
        && got.iter().all(|one| {
            let place = left
                .iter()
                .position(|wanted| same_bindings(one, wanted, sort_bindings, tolerance));
            place.map(|place| left.swap_remove(place)).is_some()
        })
}

fn same_bindings(
    one: &Map<String, Value>,
    other: &Map<String, Value>,
    sort: bool,
    tolerance: f64,
) -> bool {
    one.len() == other.len()
        && one.iter().all(|(name, value)| {
            other.get(name).is_some_and(|wanted| match (value, wanted) {
                // Only what is bound itself is sorted, not what is inside of it.
                (Value::Array(some), Value::Array(others)) if sort => {
                    same_members(some, others, tolerance)
                }
                _ => same_within(value, wanted, tolerance),
            })
        })
}

fn same_members(some: &[Value], others: &[Value], tolerance: f64) -> bool {
    let mut left: Vec<&Value> = others.iter().collect();
    some.len() == others.len()
        && some.iter().all(|one| {
            let place = left
                .iter()
                .position(|other| same_within(one, other, tolerance));
            place.map(|place| left.swap_remove(place)).is_some()
        })
}

/// Whether two values are the same; `1` and `1.0` are.
fn same_within(one: &Value, other: &Value, tolerance: f64) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || {
                let (one, other) = (one.to_string(), other.to_string());
                one == other
                    || (tolerance > 0.0 || !is_whole(&one) || !is_whole(&other))
                        && near(&one, &other, tolerance)
            }
        }
        (Value::Array(some), Value::Array(others)) => {
            some.len() == others.len()
                && some
                    .iter()
                    .zip(others)
                    .all(|(a, b)| same_within(a, b, tolerance))
        }
        (Value::Object(some), Value::Object(others)) => {
            some.len() == others.len()
                && some.iter().all(|(key, a)| {
                    others
                        .get(key)
                        .is_some_and(|b| same_within(a, b, tolerance))
                })
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
fn near(one: &str, other: &str, tolerance: f64) -> bool {
    matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(one), Ok(other)) if one == other || (one - other).abs() <= tolerance * one.abs())
}
