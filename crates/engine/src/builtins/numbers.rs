//! Numbers whose size is bounded.

use regorus::Value;
use regorus::unstable::BUILTINS;

use super::{Failure, MAX_ITEMS, Own, Result, call_engine, decimals, kind, too_many};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "bits.lsh",
        arity: 2,
        call: shift_left,
    },
    Own {
        name: "ceil",
        arity: 1,
        call: |arguments| towards("ceil", arguments, 1),
    },
    Own {
        name: "floor",
        arity: 1,
        call: |arguments| towards("floor", arguments, 0),
    },
    Own {
        name: "numbers.range",
        arity: 2,
        call: range,
    },
    Own {
        name: "numbers.range_step",
        arity: 3,
        call: range_step,
    },
    Own {
        name: "product",
        arity: 1,
        call: product,
    },
    Own {
        name: "sum",
        arity: 1,
        call: sum,
    },
    Own {
        name: "to_number",
        arity: 1,
        call: to_number,
    },
];

/// Most bits that a shift may add.
const MAX_SHIFT: u64 = 1 << 16;

fn shift_left(arguments: &[Value]) -> Result {
    let name = "bits.lsh";
    if let [_, Value::Number(by)] = arguments
        && by.is_positive()
        && by.as_u64().is_none_or(|by| by > MAX_SHIFT)
    {
        return Err(Failure::Limit(format!(
            "`{name}` would shift by more than {MAX_SHIFT} bits"
        )));
    }
    engine(name, arguments)
}

/// The engine's own, but for fractions below 1 with a minus: OPA loses it with the digits behind the point
/// (`v1/topdown/arithmetic.go`), and rounds -0.5 up to 1 and down to 0.
fn towards(name: &str, arguments: &[Value], below_one: i64) -> Result {
    let fraction = match arguments {
        [Value::Number(number)] => number
            .as_f64()
            .filter(|number| *number > -1.0 && *number < 0.0),
        _ => None,
    };
    match fraction {
        Some(_) => Ok(Value::from(below_one)),
        None => engine(name, arguments),
    }
}

fn range(arguments: &[Value]) -> Result {
    match arguments {
        [from, to] => steps("numbers.range", from, to, 1),
        _ => Err(Failure::builtin("`numbers.range` expects two numbers")),
    }
}

fn range_step(arguments: &[Value]) -> Result {
    let name = "numbers.range_step";
    match arguments {
        [from, to, step] => match integer(name, step)? {
            step if step > 0 => steps(name, from, to, step),
            _ => Err(Failure::Builtin(format!(
                "`{name}`: step must be a positive integer"
            ))),
        },
        _ => Err(Failure::Builtin(format!("`{name}` expects three numbers"))),
    }
}

/// From one number to another, whichever is larger, both included.
fn steps(name: &str, from: &Value, to: &Value, step: i128) -> Result {
    let (from, to) = (integer(name, from)?, integer(name, to)?);
    let count = from.abs_diff(to) / step.unsigned_abs();
    if count >= MAX_ITEMS as u128 {
        return Err(too_many(name));
    }
    let step = if from <= to { step } else { -step };
    let mut value = from;
    let mut items = Vec::with_capacity(usize::try_from(count).unwrap_or(0) + 1);
    for _ in 0..=count {
        items.push(Value::from(value));
        value = value.saturating_add(step);
    }
    Ok(Value::from(items))
}

fn integer(name: &str, value: &Value) -> std::result::Result<i128, Failure> {
    match value {
        Value::Number(number) if number.is_integer() => number
            .as_i128()
            .ok_or_else(|| Failure::Limit(format!("`{name}` takes numbers of at most 38 digits"))),
        Value::Number(_) => Err(Failure::Builtin(format!("`{name}` expects integers"))),
        other => Err(Failure::Builtin(format!(
            "`{name}` expects a number, not {}",
            kind(other)
        ))),
    }
}

fn product(arguments: &[Value]) -> Result {
    let product = match arguments {
        [Value::Array(items)] => decimals::product(items.iter()),
        [Value::Set(items)] => decimals::product(items.iter()),
        _ => None,
    };
    product.map_or_else(|| engine("product", arguments), Ok)
}

fn sum(arguments: &[Value]) -> Result {
    let sum = match arguments {
        [Value::Array(items)] => decimals::sum(items.iter()),
        [Value::Set(items)] => decimals::sum(items.iter()),
        _ => None,
    };
    sum.map_or_else(|| engine("sum", arguments), Ok)
}

/// The engine's own, which passes over blanks around a number.
fn to_number(arguments: &[Value]) -> Result {
    match arguments {
        [Value::String(text)] if text.trim() != text.as_ref() => Err(Failure::Builtin(format!(
            "to_number: invalid syntax: {text:?}"
        ))),
        _ => engine("to_number", arguments),
    }
}

fn engine(name: &str, arguments: &[Value]) -> Result {
    match BUILTINS.get(name) {
        Some(builtin) => call_engine(*builtin, true, arguments),
        None => Err(Failure::Builtin(format!("`{name}` is not built in"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(items: &[i64]) -> Value {
        Value::from(items.iter().copied().map(Value::from).collect::<Vec<_>>())
    }

    #[test]
    fn ranges_include_both_ends_and_run_both_ways() {
        let range = |from: i64, to: i64| range(&[Value::from(from), Value::from(to)]);
        assert_eq!(range(1, 3), Ok(numbers(&[1, 2, 3])));
        assert_eq!(range(3, 1), Ok(numbers(&[3, 2, 1])));
        assert_eq!(range(2, 2), Ok(numbers(&[2])));
        let step = |from: i64, to: i64, step: i64| {
            range_step(&[Value::from(from), Value::from(to), Value::from(step)])
        };
        assert_eq!(step(0, 5, 2), Ok(numbers(&[0, 2, 4])));
        assert_eq!(step(5, 0, 2), Ok(numbers(&[5, 3, 1])));
        assert!(matches!(step(0, 5, 0), Err(Failure::Builtin(_))));
    }

    /// The answers are those of OPA 1.20.2.
    #[test]
    fn fractions_are_rounded_up_and_down_as_opa_does() {
        for (number, up, down) in [
            (-0.5, 1_i64, 0_i64),
            (0.2, 1, 0),
            (-1.5, -1, -2),
            (1.5, 2, 1),
        ] {
            let number = [Value::from(number)];
            assert_eq!(towards("ceil", &number, 1), Ok(Value::from(up)));
            assert_eq!(towards("floor", &number, 0), Ok(Value::from(down)));
        }
    }

    #[test]
    fn blanks_around_a_number_are_an_error() {
        for written in [" 1", "1 ", "\n1"] {
            let answer = to_number(&[written.into()]);
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{written:?}");
        }
        assert_eq!(to_number(&["1".into()]), Ok(Value::from(1_i64)));
    }

    #[test]
    fn what_would_take_all_memory_is_a_limit() {
        let huge = range(&[Value::from(1i64), Value::from(1_000_000_000i64)]);
        assert!(matches!(huge, Err(Failure::Limit(_))));
        let shift = shift_left(&[Value::from(1i64), Value::from(10_000_000_000i64)]);
        assert!(matches!(shift, Err(Failure::Limit(_))));
        assert!(shift_left(&[Value::from(1i64), Value::from(10i64)]).is_ok());
    }
}
