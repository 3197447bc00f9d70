//! `time.format`: a moment in the layouts of Go, which show what they mean by the time
//! `Mon Jan 2 15:04:05 MST 2006` (`Time.Format`).

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use regorus::Value;

use super::super::{Failure, Result};
use super::moment::{Moment, Offset, read};

/// Layouts that have a name.
const NAMED: [(&str, &str); 10] = [
    ("ANSIC", "Mon Jan _2 15:04:05 2006"),
    ("UnixDate", "Mon Jan _2 15:04:05 MST 2006"),
    ("RubyDate", "Mon Jan 02 15:04:05 -0700 2006"),
    ("RFC822", "02 Jan 06 15:04 MST"),
    ("RFC822Z", "02 Jan 06 15:04 -0700"),
    ("RFC850", "Monday, 02-Jan-06 15:04:05 MST"),
    ("RFC1123", "Mon, 02 Jan 2006 15:04:05 MST"),
    ("RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700"),
    ("RFC3339", "2006-01-02T15:04:05Z07:00"),
    ("RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00"),
];
/// What is written without any.
const DEFAULT: &str = NAMED[9].1;

/// Parts with one writing each; of two that begin alike the longer comes first.
const PARTS: [(&str, Part); 26] = [
    ("January", Part::LongMonth),
    ("Monday", Part::LongWeekday),
    ("MST", Part::ZoneName),
    ("002", Part::ZeroYearDay),
    ("01", Part::ZeroMonth),
    ("02", Part::ZeroDay),
    ("03", Part::ZeroHour12),
    ("04", Part::ZeroMinute),
    ("05", Part::ZeroSecond),
    ("06", Part::ShortYear),
    ("15", Part::Hour),
    ("1", Part::Month),
    ("2006", Part::Year),
    ("2", Part::Day),
    ("__2", Part::BlankYearDay),
    ("_2", Part::BlankDay),
    ("3", Part::Hour12),
    ("4", Part::Minute),
    ("5", Part::Second),
    ("PM", Part::UpperHalf),
    ("pm", Part::LowerHalf),
    (
        "070000",
        Part::Offset {
            colon: "",
            parts: 3,
        },
    ),
    (
        "07:00:00",
        Part::Offset {
            colon: ":",
            parts: 3,
        },
    ),
    (
        "0700",
        Part::Offset {
            colon: "",
            parts: 2,
        },
    ),
    (
        "07:00",
        Part::Offset {
            colon: ":",
            parts: 2,
        },
    ),
    (
        "07",
        Part::Offset {
            colon: "",
            parts: 1,
        },
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    LongMonth,
    LongWeekday,
    ShortMonth,
    ShortWeekday,
    ZoneName,
    ZeroYearDay,
    ZeroMonth,
    ZeroDay,
    ZeroHour12,
    ZeroMinute,
    ZeroSecond,
    ShortYear,
    Hour,
    Month,
    Year,
    Day,
    BlankYearDay,
    BlankDay,
    Hour12,
    Minute,
    Second,
    UpperHalf,
    LowerHalf,
    /// Hours, then minutes, then seconds.
    Offset {
        colon: &'static str,
        parts: u8,
    },
}

pub(super) fn format(arguments: &[Value]) -> Result {
    let name = "time.format";
    let [operand] = arguments else {
        return Err(Failure::builtin("`time.format` expects a time"));
    };
    let (moment, layout) = read(name, operand)?;
    let named = NAMED.iter().find(|(name, _)| *name == layout);
    let layout = match (layout, named) {
        ("", _) => DEFAULT,
        (_, Some((_, layout))) => layout,
        (layout, None) => layout,
    };
    Ok(Value::from(written(moment, layout)))
}

fn written(moment: Moment, layout: &str) -> String {
    let (local, offset) = (moment.local(), moment.offset());
    let mut text = String::new();
    let mut rest = layout;
    while let Some(first) = rest.chars().next() {
        if let Some((length, digits)) = fraction(rest) {
            push_fraction(&mut text, moment.fraction(), &rest[..length], digits);
            rest = &rest[length..];
        } else if let Some((length, sign, part)) = part(rest) {
            push(&mut text, local, &offset, sign, part);
            rest = &rest[length..];
        } else {
            text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    text
}

/// The part that a layout begins with: how long it is, and the sign before an offset.
fn part(layout: &str) -> Option<(usize, Option<char>, Part)> {
    let is_offset = |part: Part| matches!(part, Part::Offset { .. });
    let find = |text: &str, offsets: bool| {
        PARTS
            .iter()
            .find(|(writing, part)| text.starts_with(writing) && is_offset(*part) == offsets)
            .copied()
    };
    for sign in ['-', 'Z'] {
        if let Some(after) = layout.strip_prefix(sign) {
            return find(after, true).map(|(writing, part)| (1 + writing.len(), Some(sign), part));
        }
    }
    if let Some((writing, part)) = find(layout, false) {
        // `_2006` is a line and the year.
        let is_year = part == Part::BlankDay && layout.starts_with("_2006");
        return (!is_year).then_some((writing.len(), None, part));
    }
    let short = [("Jan", Part::ShortMonth), ("Mon", Part::ShortWeekday)];
    short.into_iter().find_map(|(writing, part)| {
        let after = layout.strip_prefix(writing)?;
        let goes_on = after.starts_with(|c: char| c.is_ascii_lowercase());
        (!goes_on).then_some((writing.len(), None, part))
    })
}

/// `.000` or `,999`, which no digit follows: its length and its digits.
fn fraction(layout: &str) -> Option<(usize, usize)> {
    let digits = layout.strip_prefix(['.', ','])?;
    let first = digits.chars().next().filter(|c| matches!(c, '0' | '9'))?;
    let count = digits.chars().take_while(|c| *c == first).count();
    let ends = !digits[count..].starts_with(|c: char| c.is_ascii_digit());
    ends.then_some((1 + count, count))
}

/// Nines drop the zeros at the end, and the point when nothing is left.
fn push_fraction(text: &mut String, nanoseconds: u32, layout: &str, count: usize) {
    let digits = format!("{nanoseconds:09}");
    let digits = &digits[..count.min(9)];
    let digits = if layout.ends_with('9') {
        digits.trim_end_matches('0')
    } else {
        digits
    };
    if !digits.is_empty() {
        text.push_str(&layout[..1]);
        text.push_str(digits);
    }
}

fn push(text: &mut String, time: NaiveDateTime, offset: &Offset, sign: Option<char>, part: Part) {
    let hour12 = time.hour12().1;
    // Writing to a string cannot fail.
    let _ = match part {
        Part::LongMonth => write!(text, "{}", time.format("%B")),
        Part::LongWeekday => write!(text, "{}", time.format("%A")),
        Part::ShortMonth => write!(text, "{}", time.format("%b")),
        Part::ShortWeekday => write!(text, "{}", time.format("%a")),
        // Without letters a zone is called by its offset, minutes only where it has some.
        Part::ZoneName if offset.name.is_empty() => {
            let has_minutes = offset.seconds % 3600 != 0;
            push_offset(text, offset.seconds, "", 1 + u8::from(has_minutes));
            Ok(())
        }
        Part::ZoneName => write!(text, "{}", offset.name),
        Part::ZeroYearDay => write!(text, "{:03}", time.ordinal()),
        Part::ZeroMonth => write!(text, "{:02}", time.month()),
        Part::ZeroDay => write!(text, "{:02}", time.day()),
        Part::ZeroHour12 => write!(text, "{hour12:02}"),
        Part::ZeroMinute => write!(text, "{:02}", time.minute()),
        Part::ZeroSecond => write!(text, "{:02}", time.second()),
        Part::ShortYear => write!(text, "{:02}", time.year().rem_euclid(100)),
        Part::Hour => write!(text, "{:02}", time.hour()),
        Part::Month => write!(text, "{}", time.month()),
        Part::Year => write!(text, "{:04}", time.year()),
        Part::Day => write!(text, "{}", time.day()),
        Part::BlankYearDay => write!(text, "{:3}", time.ordinal()),
        Part::BlankDay => write!(text, "{:2}", time.day()),
        Part::Hour12 => write!(text, "{hour12}"),
        Part::Minute => write!(text, "{}", time.minute()),
        Part::Second => write!(text, "{}", time.second()),
        Part::UpperHalf => write!(text, "{}", if time.hour() < 12 { "AM" } else { "PM" }),
        Part::LowerHalf => write!(text, "{}", if time.hour() < 12 { "am" } else { "pm" }),
        Part::Offset { .. } if sign == Some('Z') && offset.seconds == 0 => write!(text, "Z"),
        Part::Offset { colon, parts } => {
            push_offset(text, offset.seconds, colon, parts);
            Ok(())
        }
    };
}

fn push_offset(text: &mut String, offset: i32, colon: &str, parts: u8) {
    text.push(if offset <= -60 { '-' } else { '+' });
    let seconds = offset.unsigned_abs();
    let written = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    for (place, part) in written.iter().take(usize::from(parts)).enumerate() {
        let colon = if place == 0 { "" } else { colon };
        let _ = write!(text, "{colon}{part:02}");
    }
}
