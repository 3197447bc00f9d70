//! Arithmetic of fractions as people write them: `0.1 + 0.2` is `0.3`.
//!
//! The engine's fractions are binary, with 53 bits; OPA computes with 64 (`big.Float`, `v1/topdown/arithmetic.go`) and
//! prints what is shortest, so that `100 * 1.1` is 110 there and no more than a limit of 110. Here fractions
//! are taken as the decimals that they print as, which are computed with exactly.

use regorus::Value;

/// `digits · 10^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

/// What [`Decimal`] has enough digits for; more are not looked at.
const DIGITS: u32 = 37;

impl Decimal {
    /// A number; `None` for what is none, and for one with too many digits.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let Value::Number(number) = value else {
            return None;
        };
        if number.is_integer() {
            let digits = number.as_i128()?;
            return Some(Self {
                digits,
                exponent: 0,
            });
        }
        Self::parse(&format!("{:e}", number.as_f64()?))
    }

    /// What a binary fraction really is, to twenty digits.
    fn exactly(float: f64) -> Option<Self> {
        Self::parse(&format!("{float:.19e}"))
    }

    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once('e')?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Some(Self {
            digits: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent.parse::<i32>().ok()? - i32::try_from(fraction.len()).ok()?,
        })
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let digits = self.at(exponent)?.checked_add(other.at(exponent)?)?;
        Some(Self { digits, exponent })
    }

    pub(super) fn sub(self, other: Self) -> Option<Self> {
        let digits = other.digits.checked_neg()?;
        self.add(Self { digits, ..other })
    }

    pub(super) fn mul(self, other: Self) -> Option<Self> {
        Some(Self {
            digits: self.digits.checked_mul(other.digits)?,
            exponent: self.exponent + other.exponent,
        })
    }

    /// With twenty digits at least, more than OPA's 64 bits are. The divisor is not zero.
    pub(super) fn div(self, by: Self) -> Option<Self> {
        let length = self.digits.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
        let shift = DIGITS.checked_sub(length)?;
        let digits = self.digits.checked_mul(10_i128.checked_pow(shift)?)?;
        Some(Self {
            digits: digits.checked_div(by.digits)?,
            exponent: self.exponent - by.exponent - i32::try_from(shift).ok()?,
        })
    }

    pub(super) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// With no more digits than leave room for the next operation, and more than OPA's 64 bits are.
    pub(super) fn shortened(mut self) -> Self {
        const LONGEST: i128 = 10_i128.pow(19);
        while self.digits.abs() >= LONGEST {
            let rounding = 5 * self.digits.signum();
            self.digits = (self.digits + rounding) / 10;
            self.exponent += 1;
        }
        self
    }

    /// The digits with a smaller exponent.
    fn at(self, exponent: i32) -> Option<i128> {
        let shift = u32::try_from(self.exponent - exponent).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(shift)?)
    }

    /// The nearest binary fraction.
    fn float(self) -> Option<f64> {
        let float: f64 = format!("{}e{}", self.digits, self.exponent).parse().ok()?;
        float.is_finite().then_some(float)
    }

    /// The nearest number that the engine has.
    pub(super) fn value(self) -> Option<Value> {
        const WHOLE: f64 = 9_007_199_254_740_992.0;
        let float = self.float()?;
        if float.fract() == 0.0 && float.abs() <= WHOLE {
            let whole: i64 = format!("{float:.0}").parse().ok()?;
            return Some(Value::from(whole));
        }
        Some(Value::from(float))
    }
}

/// The sum of numbers when one of them is a fraction; `None` as for [`computed`].
pub(super) fn sum<'v>(items: impl Iterator<Item = &'v Value>) -> Option<Value> {
    let mut sum = Decimal {
        digits: 0,
        exponent: 0,
    };
    let mut has_fraction = false;
    for item in items {
        has_fraction |= is_fraction(item);
        sum = sum.add(Decimal::of(item)?)?;
    }
    has_fraction.then(|| sum.value()).flatten()
}

/// The product in the same way. OPA rounds it to 53 bits after each number (`big.NewFloat(1)`).
pub(super) fn product<'v>(items: impl Iterator<Item = &'v Value>) -> Option<Value> {
    let (mut product, mut has_fraction) = (1.0, false);
    for item in items {
        has_fraction |= is_fraction(item);
        // By a whole number the machine rounds in the same way.
        product = match item {
            Value::Number(whole) if whole.is_integer() => product * whole.as_f64()?,
            _ => Decimal::exactly(product)?
                .mul(Decimal::of(item)?)?
                .float()?,
        };
    }
    has_fraction.then(|| Value::from(product))
}

pub(super) fn is_fraction(value: &Value) -> bool {
    matches!(value, Value::Number(number) if !number.is_integer())
}

/// The result of an operation when one of its operands is a fraction; `None` where the engine's own is
/// right, or nothing better is known.
pub(super) fn computed(
    one: &Value,
    other: &Value,
    operation: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Option<Value> {
    if !is_fraction(one) && !is_fraction(other) {
        return None;
    }
    operation(Decimal::of(one)?, Decimal::of(other)?)?.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_computed_as_opa_prints_them() {
        type Operation = fn(Decimal, Decimal) -> Option<Decimal>;
        let cases: [(f64, Operation, f64, f64); 9] = [
            (0.1, Decimal::add, 0.2, 0.3),
            (3.0, Decimal::mul, 0.1, 0.3),
            (100.0, Decimal::mul, 1.1, 110.0),
            (0.3, Decimal::sub, 0.1, 0.2),
            (0.3, Decimal::div, 0.1, 3.0),
            (1.0, Decimal::div, 0.3, 1.0 / 0.3),
            (1e-300, Decimal::mul, 0.5, 5e-301),
            (1.5e-7, Decimal::add, 1.0, 1.000_000_15),
            (-0.1, Decimal::add, 0.1, 0.0),
        ];
        for (one, operation, other, expected) in cases {
            let found = computed(&Value::from(one), &Value::from(other), operation);
            assert_eq!(found, Some(Value::from(expected)), "{one} {other}");
        }
    }

    #[test]
    fn what_has_too_many_digits_is_left_to_the_engine() {
        let (one, other) = (Value::from(1e30), Value::from(1e-30));
        assert_eq!(computed(&one, &other, Decimal::add), None);
        let whole = Value::from(1i64);
        assert_eq!(computed(&whole, &whole, Decimal::add), None);
    }
}
