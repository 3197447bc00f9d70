//! Times as certificates write them.

use crate::builtins::keys::KeyError;
use crate::builtins::keys::der::Reader;

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// A time to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    /// Since 1970.
    pub(super) seconds: i64,
    /// As RFC 3339 has it, in UTC.
    pub(super) text: String,
}

impl Moment {
    /// The next element, which is a time.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed time in a certificate");
        let element = reader.any().ok_or_else(malformed)?;
        let text = std::str::from_utf8(element.contents).map_err(|_| malformed())?;
        let Some(digits) = text.strip_suffix('Z') else {
            return Err(if text.contains(['+', '-']) {
                KeyError::Unsupported("times with an offset are not supported".to_owned())
            } else {
                malformed()
            });
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(malformed());
        }
        let (year, rest) = match (element.tag, digits.len()) {
            (UTC_TIME, 10 | 12) => {
                let year = number(&digits[..2]);
                (
                    if year < 50 { 2000 + year } else { 1900 + year },
                    &digits[2..],
                )
            }
            (GENERALIZED_TIME, 14) => (number(&digits[..4]), &digits[4..]),
            _ => return Err(malformed()),
        };
        let part = |place: usize| rest.get(place..place + 2).map_or(0, number);
        let (month, day) = (part(0), part(2));
        let (hour, minute, second) = (part(4), part(6), part(8));
        let exists = (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !exists {
            return Err(malformed());
        }
        Ok(Self {
            seconds: days_since_1970(year, month, day) * 86_400
                + hour * 3_600
                + minute * 60
                + second,
            text: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
        })
    }
}

fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or(0)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let before = |year: i64| {
        let last = year - 1;
        year * 365 + last.div_euclid(4) - last.div_euclid(100) + last.div_euclid(400)
    };
    let months: i64 = (1..month).map(|month| days_of(year, month)).sum();
    before(year) - before(1970) + months + day - 1
}

/// A time in seconds since 1970, as RFC 3339 has it.
pub(in crate::builtins) fn utc(seconds: i64) -> String {
    let (mut day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Nanoseconds in 64 bits reach three centuries either way.
    let mut year = 1970 + day.div_euclid(366);
    while days_since_1970(year + 1, 1, 1) <= day {
        year += 1;
    }
    while days_since_1970(year, 1, 1) > day {
        year -= 1;
    }
    day -= days_since_1970(year, 1, 1);
    let mut month = 1;
    while day >= days_of(year, month) {
        day -= days_of(year, month);
        month += 1;
    }
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!(
        "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        day + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u8, text: &str) -> Result<Moment, KeyError> {
        let length = u8::try_from(text.len()).unwrap();
        let bytes = [&[tag, length], text.as_bytes()].concat();
        Moment::read(&mut Reader::new(&bytes))
    }

    #[test]
    fn both_kinds_are_read() {
        let moment = read(UTC_TIME, "200229235959Z").unwrap();
        assert_eq!(
            (moment.seconds, moment.text.as_str()),
            (1_583_020_799, "2020-02-29T23:59:59Z")
        );
        assert_eq!(
            read(UTC_TIME, "5001010000Z").unwrap().text,
            "1950-01-01T00:00:00Z"
        );
        let moment = read(GENERALIZED_TIME, "21231105175546Z").unwrap();
        assert_eq!(moment.text, "2123-11-05T17:55:46Z");
        assert_eq!(moment.seconds, 4_854_880_546);
    }

    #[test]
    fn seconds_are_written_as_they_are_read() {
        for text in [
            "16770921001244Z",
            "19700101000000Z",
            "20000229235959Z",
            "22620411234716Z",
        ] {
            let moment = read(GENERALIZED_TIME, text).unwrap();
            assert_eq!(utc(moment.seconds), moment.text);
        }
    }

    #[test]
    fn a_day_that_is_not_is_refused() {
        for text in [
            "210229000000Z",
            "211301000000Z",
            "210101240000Z",
            "2101010000",
        ] {
            assert!(
                matches!(read(UTC_TIME, text), Err(KeyError::Invalid(_))),
                "{text}"
            );
        }
    }
}
