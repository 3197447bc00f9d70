//! Arithmetic with several operators, as one call: `1 + 2 * 3` is `internal.calculate("...*+", [1, 2, 3])`.
//!
//! OPA has no such function; its compiler nests calls, which the engine's parser cannot.

use regorus::Value;

use super::decimals::{self, Decimal};
use super::{Failure, Own, Result, operators};

/// Its name.
pub(crate) const CALCULATE: &str = "internal.calculate";

/// The step that takes the next operand.
pub(crate) const OPERAND: char = '.';

pub(super) const TABLE: &[Own] = &[Own {
    name: CALCULATE,
    arity: 2,
    call: calculate,
}];

/// The name of an operator.
pub(crate) fn name(operator: char) -> &'static str {
    match operator {
        '+' => "plus",
        '-' => "minus",
        '*' => "mul",
        '/' => "div",
        '%' => "rem",
        '|' => "or",
        _ => "and",
    }
}

/// A result on the way. Fractions keep more digits than the engine's numbers have, as OPA's do.
enum Operand {
    Value(Value),
    Fraction(Decimal),
}

impl Operand {
    fn value(self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Fraction(decimal) => decimal.value(),
        }
    }

    fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Value(value) => Decimal::of(value),
            Self::Fraction(decimal) => Some(*decimal),
        }
    }

    fn is_fraction(&self) -> bool {
        match self {
            Self::Value(value) => decimals::is_fraction(value),
            Self::Fraction(_) => true,
        }
    }

    fn apply(self, operator: char, other: Self) -> std::result::Result<Self, Failure> {
        if let Some(fraction) = self.fraction(operator, &other) {
            return Ok(Self::Fraction(fraction));
        }
        let too_large =
            || Failure::builtin(format!("`{}`: the result is too large", name(operator)));
        let operands = [
            self.value().ok_or_else(too_large)?,
            other.value().ok_or_else(too_large)?,
        ];
        operators::call(name(operator), &operands).map(Self::Value)
    }

    /// The result when it may be a fraction, and has not too many digits.
    fn fraction(&self, operator: char, other: &Self) -> Option<Decimal> {
        if !self.is_fraction() && !other.is_fraction() && operator != '/' {
            return None;
        }
        let (one, other) = (self.decimal()?, other.decimal()?);
        let result = match operator {
            '+' => one.add(other),
            '-' => one.sub(other),
            '*' => one.mul(other),
            '/' if !other.is_zero() => one.div(other),
            _ => None,
        };
        result.map(Decimal::shortened)
    }
}

/// Goes through the steps with a stack, as a pocket calculator with reversed entry does.
fn calculate(arguments: &[Value]) -> Result {
    let wrong = || Failure::builtin(format!("`{CALCULATE}` expects steps and their operands"));
    let [Value::String(steps), Value::Array(operands)] = arguments else {
        return Err(wrong());
    };
    let mut operands = operands.iter();
    let mut stack: Vec<Operand> = Vec::new();
    for step in steps.chars() {
        let result = if step == OPERAND {
            Operand::Value(operands.next().ok_or_else(wrong)?.clone())
        } else {
            let (Some(other), Some(one)) = (stack.pop(), stack.pop()) else {
                return Err(wrong());
            };
            one.apply(step, other)?
        };
        stack.push(result);
    }
    stack.pop().and_then(Operand::value).ok_or_else(wrong)
}
