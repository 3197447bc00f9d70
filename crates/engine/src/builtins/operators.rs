//! Operators by their names, as OPA's compiler writes them: `plus(1, 2)` for `1 + 2`.
//!
//! `eq` and `assign` are not among them: they give variables a value, which no function can.

use regorus::Value;

use super::decimals::{Decimal, computed};
use super::order::order;
use super::{Failure, Own, Result, kind};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "and",
        arity: 2,
        call: and,
    },
    Own {
        name: "div",
        arity: 2,
        call: div,
    },
    Own {
        name: "equal",
        arity: 2,
        call: equal,
    },
    Own {
        name: "gt",
        arity: 2,
        call: gt,
    },
    Own {
        name: "gte",
        arity: 2,
        call: gte,
    },
    Own {
        name: "lt",
        arity: 2,
        call: lt,
    },
    Own {
        name: "lte",
        arity: 2,
        call: lte,
    },
    Own {
        name: "minus",
        arity: 2,
        call: minus,
    },
    Own {
        name: "mul",
        arity: 2,
        call: mul,
    },
    Own {
        name: "neq",
        arity: 2,
        call: neq,
    },
    Own {
        name: "or",
        arity: 2,
        call: or,
    },
    Own {
        name: "plus",
        arity: 2,
        call: plus,
    },
    Own {
        name: "rem",
        arity: 2,
        call: rem,
    },
];

/// Calls one by its name.
pub(super) fn call(name: &str, operands: &[Value]) -> Result {
    match TABLE.iter().find(|own| own.name == name) {
        Some(own) => (own.call)(operands),
        None => Err(Failure::Builtin(format!("there is no operator `{name}`"))),
    }
}

fn two<'a>(name: &str, arguments: &'a [Value]) -> std::result::Result<[&'a Value; 2], Failure> {
    match arguments {
        [one, other] => Ok([one, other]),
        _ => Err(Failure::Builtin(format!("`{name}` expects two operands"))),
    }
}

fn equal(arguments: &[Value]) -> Result {
    two("equal", arguments).map(|[one, other]| Value::from(one == other))
}

fn neq(arguments: &[Value]) -> Result {
    two("neq", arguments).map(|[one, other]| Value::from(one != other))
}

fn gt(arguments: &[Value]) -> Result {
    two("gt", arguments).map(|[one, other]| Value::from(order(one, other).is_gt()))
}

fn gte(arguments: &[Value]) -> Result {
    two("gte", arguments).map(|[one, other]| Value::from(order(one, other).is_ge()))
}

fn lt(arguments: &[Value]) -> Result {
    two("lt", arguments).map(|[one, other]| Value::from(order(one, other).is_lt()))
}

fn lte(arguments: &[Value]) -> Result {
    two("lte", arguments).map(|[one, other]| Value::from(order(one, other).is_le()))
}

fn and(arguments: &[Value]) -> Result {
    match two("and", arguments)? {
        [Value::Set(one), Value::Set(other)] => Ok(one.intersection(other).into_value()),
        operands => Err(not("and", "sets", operands)),
    }
}

fn or(arguments: &[Value]) -> Result {
    match two("or", arguments)? {
        [Value::Set(one), Value::Set(other)] => Ok(one.union(other).into_value()),
        operands => Err(not("or", "sets", operands)),
    }
}

fn minus(arguments: &[Value]) -> Result {
    match two("minus", arguments)? {
        [Value::Set(one), Value::Set(other)] => Ok(one.difference(other).into_value()),
        [a @ Value::Number(one), b @ Value::Number(other)] => match computed(a, b, Decimal::sub) {
            Some(value) => Ok(value),
            None => number("minus", one.sub(other)),
        },
        operands => Err(not("minus", "two numbers or two sets", operands)),
    }
}

fn plus(arguments: &[Value]) -> Result {
    match two("plus", arguments)? {
        [a @ Value::Number(one), b @ Value::Number(other)] => match computed(a, b, Decimal::add) {
            Some(value) => Ok(value),
            None => number("plus", one.add(other)),
        },
        operands => Err(not("plus", "numbers", operands)),
    }
}

fn mul(arguments: &[Value]) -> Result {
    match two("mul", arguments)? {
        [a @ Value::Number(one), b @ Value::Number(other)] => match computed(a, b, Decimal::mul) {
            Some(value) => Ok(value),
            None => number("mul", one.mul(other)),
        },
        operands => Err(not("mul", "numbers", operands)),
    }
}

fn div(arguments: &[Value]) -> Result {
    match two("div", arguments)? {
        [Value::Number(_), by @ Value::Number(_)] if is_zero(by) => {
            Err(Failure::builtin("divide by zero"))
        }
        [a @ Value::Number(one), b @ Value::Number(by)] => match computed(a, b, Decimal::div) {
            Some(value) => Ok(value),
            None => number("div", one.clone().divide(by)),
        },
        operands => Err(not("div", "numbers", operands)),
    }
}

fn rem(arguments: &[Value]) -> Result {
    match two("rem", arguments)? {
        [Value::Number(_), by @ Value::Number(_)] if is_zero(by) => {
            Err(Failure::builtin("modulo by zero"))
        }
        [Value::Number(one), Value::Number(by)] if one.is_integer() && by.is_integer() => {
            number("rem", one.clone().modulo(by))
        }
        [Value::Number(_), Value::Number(_)] => {
            Err(Failure::builtin("modulo on floating-point number"))
        }
        operands => Err(not("rem", "numbers", operands)),
    }
}

fn is_zero(value: &Value) -> bool {
    *value == Value::from(0i64)
}

/// The engine keeps its type of numbers to itself.
fn number<N>(name: &str, result: anyhow::Result<N>) -> Result
where
    Value: From<N>,
{
    result
        .map(Value::from)
        .map_err(|error| Failure::Builtin(format!("`{name}`: {error}")))
}

fn not(name: &str, wanted: &str, [one, other]: [&Value; 2]) -> Failure {
    Failure::Builtin(format!(
        "`{name}` expects {wanted}, not {} and {}",
        kind(one),
        kind(other)
    ))
}
