//! Numbers as Go prints them.

use super::directive::Flags;
use super::pad;
use super::quote::is_printable;

/// How whole numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Binary,
    Octal,
    OctalWithPrefix,
    Decimal,
    Hex,
    UpperHex,
}

/// Adds a whole number.
pub(super) fn print_int(int: i64, base: Base, flags: Flags, out: &mut String) {
    let size = int.unsigned_abs();
    let digits = match base {
        Base::Binary => format!("{size:b}"),
        Base::Octal | Base::OctalWithPrefix => format!("{size:o}"),
        Base::Decimal => size.to_string(),
        Base::Hex => format!("{size:x}"),
        Base::UpperHex => format!("{size:X}"),
    };
    let prefix = match (base, flags.sharp) {
        (Base::OctalWithPrefix, _) => "0o",
        (Base::Binary, true) => "0b",
        (Base::Octal, true) => "0",
        (Base::Hex, true) => "0x",
        (Base::UpperHex, true) => "0X",
        _ => "",
    };
    print_digits(int < 0, digits, prefix, flags, out);
}

/// Adds digits with sign, prefix and zeros.
pub(super) fn print_digits(
    is_negative: bool,
    digits: String,
    prefix: &str,
    flags: Flags,
    out: &mut String,
) {
    let mut digits = digits;
    let spaces = Flags {
        zero: false,
        ..flags
    };
    let sign = if is_negative {
        "-"
    } else if flags.plus {
        "+"
    } else if flags.space {
        " "
    } else {
        ""
    };
    let wanted = match (flags.precision, flags.width) {
        // No digits at all for a zero: Go prints the padding only.
        (Some(0), _) if digits == "0" => return pad(out, "", spaces),
        (Some(precision), _) => precision,
        (None, Some(width)) if flags.zero && !flags.minus => width.saturating_sub(sign.len()),
        _ => 0,
    };
    if digits.len() < wanted {
        digits.insert_str(0, &"0".repeat(wanted - digits.len()));
    }
    let prefix = if prefix == "0" && digits.starts_with('0') {
        ""
    } else {
        prefix
    };
    pad(out, &format!("{sign}{prefix}{digits}"), spaces);
}

/// `U+0041`, and the character itself with `#`.
pub(super) fn print_unicode(int: i64, flags: Flags, out: &mut String) {
    let digits = flags.precision.unwrap_or(4).max(4);
    let mut text = format!("U+{int:0digits$X}");
    if flags.sharp
        && let Some(character) = u32::try_from(int).ok().and_then(char::from_u32)
        && is_printable(character)
    {
        text.extend([" '", character.encode_utf8(&mut [0; 4]), "'"]);
    }
    pad(
        out,
        &text,
        Flags {
            zero: false,
            ..flags
        },
    );
}

/// The character of a code, or the one that stands for a wrong code.
pub(super) fn character(int: i64) -> char {
    u32::try_from(int)
        .ok()
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Adds a fraction; false when the verb is none for fractions.
pub(super) fn print_float(float: f64, verb: char, flags: Flags, out: &mut String) -> bool {
    let text = match verb {
        'e' | 'E' => exponent(float, flags.precision.unwrap_or(6)),
        'f' | 'F' => format!("{float:.*}", flags.precision.unwrap_or(6)),
        'g' | 'G' | 'v' => shortest(float, flags.precision),
        _ => return false,
    };
    let text = if matches!(verb, 'E' | 'G') {
        text.to_ascii_uppercase()
    } else {
        text
    };
    let text = if text.starts_with('-') {
        text
    } else if flags.plus {
        format!("+{text}")
    } else if flags.space {
        format!(" {text}")
    } else {
        text
    };
    let is_signed = text.starts_with(['-', '+', ' ']);
    if is_signed && flags.zero && !flags.minus {
        // The sign stands before the zeros.
        let (sign, digits) = text.split_at(1);
        out.push_str(sign);
        let width = flags.width.map(|width| width.saturating_sub(1));
        pad(out, digits, Flags { width, ..flags });
    } else {
        pad(out, &text, flags);
    }
    true
}

/// `1.500000e+03`.
fn exponent(float: f64, precision: usize) -> String {
    go_exponent(&format!("{float:.precision$e}"))
}

/// Rust's `1.5e3` as Go's `1.5e+03`.
fn go_exponent(text: &str) -> String {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

/// `%g`: the fewest digits that read back, or as many as the precision says; with an exponent
/// where the number is very small or does not fit.
pub(super) fn shortest(float: f64, precision: Option<usize>) -> String {
    let scientific = match precision {
        Some(precision) => format!("{float:.*e}", precision.max(1) - 1),
        None => format!("{float:e}"),
    };
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.'),
        None => digits,
    };
    let power: i32 = power.parse().unwrap_or(0);
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let limit = match precision {
        None => 6,
        Some(precision) => i32::try_from(precision.max(1)).unwrap_or(i32::MAX),
    };
    if power < -4 || power >= limit {
        return go_exponent(&format!("{digits}e{power}"));
    }
    let fraction = i32::try_from(count).unwrap_or(i32::MAX) - 1 - power;
    format!("{float:.*}", usize::try_from(fraction).unwrap_or(0))
}
