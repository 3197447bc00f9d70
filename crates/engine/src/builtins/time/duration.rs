//! Durations as OPA reads them (1.20): Go's `time.ParseDuration`, and days, weeks and years besides.

const SECOND: u64 = 1_000_000_000;
const DAY: u64 = 24 * 3_600 * SECOND;

/// Units with their nanoseconds; a year has 365 days.
const UNITS: [(&str, u64); 11] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", SECOND),
    ("m", 60 * SECOND),
    ("h", 3_600 * SECOND),
    ("d", DAY),
    ("w", 7 * DAY),
    ("y", 365 * DAY),
];

/// The largest magnitude: that of the most negative number of 64 bits.
const MOST: u64 = 1 << 63;

/// Nanoseconds; `None` when it is no duration or does not fit.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (is_negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0u64;
    while !rest.is_empty() {
        let (part, behind) = part(rest)?;
        total = total.checked_add(part).filter(|total| *total <= MOST)?;
        rest = behind;
    }
    if is_negative {
        0i64.checked_sub_unsigned(total)
    } else {
        i64::try_from(total).ok()
    }
}

/// One number with its unit, and what is behind it.
fn part(text: &str) -> Option<(u64, &str)> {
    let (whole, rest) = digits(text);
    let (fraction, rest, has_point) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, rest) = digits(rest);
            (fraction, rest, true)
        }
        None => ("", rest, false),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit());
    let (unit, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let (_, unit) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok().filter(|whole| *whole <= MOST)?
    };
    let mut value = whole.checked_mul(*unit).filter(|value| *value <= MOST)?;
    if has_point && !fraction.is_empty() {
        value = value.checked_add(scaled(fraction, *unit))?;
    }
    (value <= MOST).then_some((value, rest))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

/// The fraction of a unit, rounded as Go does; digits that do not fit into 63 bits say nothing.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go counts fractions in floats too"
)]
fn scaled(fraction: &str, unit: u64) -> u64 {
    let (mut value, mut scale) = (0u64, 1f64);
    for digit in fraction.bytes() {
        let next = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(u64::from(digit - b'0')))
            .filter(|next| *next <= MOST);
        let Some(next) = next else { break };
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations_are_those_that_opa_reads() {
        for (text, expected) in [
            ("1.5d", Some(129_600_000_000_000)),
            ("-1d2h", Some(-93_600_000_000_000)),
            ("1y2w3d4h", Some(33_019_200_000_000_000)),
            ("1.5y0.5w", Some(47_606_400_000_000_000)),
            ("1.0000000001d", Some(86_400_000_008_640)),
            ("0.1y", Some(3_153_600_000_000_000)),
            ("1µs1d", Some(86_400_000_001_000)),
            ("1μs", Some(1_000)),
            (".5d", Some(43_200_000_000_000)),
            ("1.d", Some(86_400_000_000_000)),
            ("0.000000000000000000000001d", Some(0)),
            ("-0", Some(0)),
            ("00d", Some(0)),
            ("292y", Some(9_208_512_000_000_000_000)),
            ("9223372036854775807ns", Some(i64::MAX)),
            ("-9223372036854775808ns", Some(i64::MIN)),
            ("2562047h47m16.854775807s", Some(i64::MAX)),
            ("9223372036854775808ns", None),
            ("293y", None),
            ("106752d", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "", "-", "1", "1D", "1d ", "1 d", "d", "1e2d", "1d-2h", "1M", "1mo", "1dd", "1d0.5",
            "1h_1d", "1.1.1d", ".d", ".",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
