//! Amounts with units, `10Ki` (`v1/topdown/parse_units.go`, `v1/topdown/parse_bytes.go`): here is what
//! is an amount, and which units there are; the engine's own does the rest.

use regorus::Value;

use super::{Failure, Own, Result, call_by_name, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "units.parse",
        arity: 1,
        call: |arguments| parse("units.parse", arguments, is_unit),
    },
    Own {
        name: "units.parse_bytes",
        arity: 1,
        call: |arguments| parse("units.parse_bytes", arguments, is_unit_of_bytes),
    },
];

/// Most digits of an exponent: `1e308` is the largest fraction anyway.
const MAX_EXPONENT_DIGITS: usize = 3;

fn parse(name: &str, arguments: &[Value], is_unit: fn(&str) -> bool) -> Result {
    let written = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    let failed = |why: &str| Failure::Builtin(format!("{name}: {why}: `{written}`"));
    let plain = written.replace('"', "");
    let (amount, unit) = plain.split_at(end_of_amount(&plain));
    if amount.is_empty() {
        return Err(failed("no amount provided"));
    }
    if !is_unit(unit) {
        return Err(failed("the unit is not recognized"));
    }
    let (fixed, exponent) = amount.split_once(['e', 'E']).unwrap_or((amount, ""));
    let digits = exponent.trim_start_matches(['+', '-']).len();
    if digits > MAX_EXPONENT_DIGITS {
        return Err(failed("the exponent is too large"));
    }
    // Go takes a point without digits behind it, which the engine does not.
    let fixed = fixed.strip_suffix('.').unwrap_or(fixed);
    let mark = if exponent.is_empty() { "" } else { "e" };
    let readable = format!("{fixed}{mark}{exponent}{unit}");
    match call_by_name(name, &[Value::from(readable)])? {
        Value::Undefined => Err(failed("the amount is no number")),
        amount => Ok(amount),
    }
}

/// Where the unit begins: an `e` is of the amount when a digit or a sign follows.
fn end_of_amount(written: &str) -> usize {
    let bytes = written.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' | b'.' | b'+' | b'-' => at += 1,
            b'e' | b'E' => match bytes.get(at + 1) {
                Some(b'+' | b'-') => at += 2,
                Some(next) if next.is_ascii_digit() => at += 1,
                _ => break,
            },
            _ => break,
        }
    }
    at
}

/// `m` is a thousandth and `M` a million; of all others the case does not count.
fn is_unit(unit: &str) -> bool {
    let rest = unit.get(1..).unwrap_or_default();
    match unit.get(..1) {
        None => unit.is_empty(),
        Some("m" | "M" | "k" | "K" | "g" | "G" | "t" | "T" | "p" | "P" | "e" | "E") => {
            rest.is_empty() || rest.eq_ignore_ascii_case("i")
        }
        Some(_) => false,
    }
}

fn is_unit_of_bytes(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    if unit.is_empty() {
        return true;
    }
    let unit = unit.strip_suffix('b').unwrap_or(&unit);
    let unit = unit.strip_suffix('i').unwrap_or(unit);
    matches!(unit, "k" | "m" | "g" | "t" | "p" | "e")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, written: &str) -> Result {
        let own = TABLE.iter().find(|own| own.name == name).unwrap();
        (own.call)(&[Value::from(written)])
    }

    #[test]
    fn amounts_and_units_are_opas() {
        for (name, written, wanted) in [
            ("units.parse", "10K", 10_000_i64),
            ("units.parse", "5.G", 5_000_000_000),
            ("units.parse", "1.Mi", 1_048_576),
            ("units.parse", "1e3K", 1_000_000),
            ("units.parse", "\"1\"", 1),
            ("units.parse_bytes", "10KiB", 10_240),
            ("units.parse_bytes", "3", 3),
        ] {
            assert_eq!(call(name, written), Ok(Value::from(wanted)), "{written}");
        }
        for (name, written) in [
            ("units.parse", "1B"),
            ("units.parse", "1KB"),
            ("units.parse", "K"),
            ("units.parse", ""),
            ("units.parse", "1 K"),
            ("units.parse", "1..2K"),
            ("units.parse", "1e1000000000"),
            ("units.parse_bytes", "5Zi"),
            ("units.parse_bytes", "1B"),
        ] {
            let answer = call(name, written);
            assert!(
                matches!(answer, Err(Failure::Builtin(_))),
                "{written} {answer:?}"
            );
        }
    }
}
