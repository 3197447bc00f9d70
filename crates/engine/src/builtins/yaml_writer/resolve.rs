//! What a text would be read as without quotes (`resolve.go`, YAML 1.1).

use std::sync::LazyLock;

use regex::Regex;

/// What is a boolean, null or no number.
const WORDS: [&str; 39] = [
    "", "~", "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N",
    "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF", "null", "Null", "NULL",
    ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf",
    "-.INF",
];

/// Whether it would be read as a text.
pub(in crate::builtins) fn is_text(text: &str) -> bool {
    let is_other = WORDS.contains(&text)
        || match text.bytes().next() {
            Some(b'.') => is_float(text),
            Some(b'0'..=b'9' | b'+' | b'-') => is_number(text),
            _ => false,
        };
    !is_other
}

fn is_number(text: &str) -> bool {
    static SIXTIES: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$").ok());
    let plain = text.replace('_', "");
    let binary = plain.strip_prefix("0b");
    is_int(&plain)
        || is_float(&plain)
        || binary.is_some_and(|digits| i64::from_str_radix(digits, 2).is_ok())
        || SIXTIES.as_ref().is_none_or(|it| it.is_match(text))
        || is_time(text)
}

/// Whether Go's `ParseInt` or `ParseUint` reads it with a base from its prefix, in 64 bits.
fn is_int(text: &str) -> bool {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (&text[..1], digits),
        None => ("", text),
    };
    let lower = digits.to_ascii_lowercase();
    let (digits, radix) = if let Some(rest) = lower.strip_prefix("0x") {
        (rest, 16)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (rest, 8)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (rest, 2)
    } else if let Some(rest) = lower.strip_prefix('0').filter(|rest| !rest.is_empty()) {
        (rest, 8)
    } else {
        (lower.as_str(), 10)
    };
    if digits.is_empty() || digits.starts_with(['-', '+']) {
        return false;
    }
    i64::from_str_radix(&format!("{sign}{digits}"), radix).is_ok()
        || sign.is_empty() && u64::from_str_radix(digits, radix).is_ok()
}

fn is_float(text: &str) -> bool {
    static FLOAT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$").ok());
    FLOAT.as_ref().is_none_or(|it| it.is_match(text))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether it is a date, with a time or without one.
fn is_time(text: &str) -> bool {
    static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let date = r"^(\d{4})-(\d{1,2})-(\d{1,2})";
        let time = r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,][0-9]+)?";
        Regex::new(&format!(
            r"(?-u){date}(?:[Tt]{time}(?:Z|[-+](\d\d):(\d\d))| {time})?$"
        ))
        .ok()
    });
    let Some(found) = TIME.as_ref().and_then(|it| it.captures(text)) else {
        return false;
    };
    let part = |number: usize| -> Option<u32> { found.get(number)?.as_str().parse().ok() };
    let is_at_most = |number: usize, most: u32| part(number).is_none_or(|part| part <= most);
    let year = part(1).and_then(|year| i32::try_from(year).ok());
    let date = year.zip(part(2)).zip(part(3));
    let is_date = date.is_some_and(|((year, month), day)| {
        chrono::NaiveDate::from_ymd_opt(year, month, day).is_some()
    });
    let times = [
        (4, 23),
        (5, 59),
        (6, 59),
        (7, 24),
        (8, 60),
        (9, 23),
        (10, 59),
        (11, 59),
    ];
    is_date && times.iter().all(|(part, most)| is_at_most(*part, *most))
}
