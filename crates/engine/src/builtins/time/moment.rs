//! A moment as the built-ins of time take it: nanoseconds, or an array of those with a zone and a
//! layout (`tzTime`).

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::{OffsetName as _, Tz};
use regorus::Value;

use super::super::{Failure, text};

/// A moment in a zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) nanoseconds: i64,
    pub(super) zone: Tz,
}

/// What a zone says at some moment.
pub(super) struct Offset {
    /// East of Greenwich, in seconds.
    pub(super) seconds: i32,
    /// `CET`, or nothing.
    pub(super) name: String,
}

/// Zones that were rules of their own and have become names of cities, whose clocks were not always those.
/// Which of the two OPA means depends on the machine that it runs on.
const RENAMED: [&str; 11] = [
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET",
];

/// When the clocks of the last of them were the same, 2000, in nanoseconds.
const ALIKE: i64 = 946_684_800_000_000_000;

/// Reads an operand: the moment and the layout, which is empty when there is none.
pub(super) fn read<'a>(
    name: &str,
    operand: &'a Value,
) -> std::result::Result<(Moment, &'a str), Failure> {
    let (number, zone, layout) = match operand {
        Value::Array(parts) => match parts.as_slice() {
            [number] => (number, "", ""),
            [number, zone] => (number, text(name, zone)?, ""),
            [number, zone, layout, ..] => (number, text(name, zone)?, text(name, layout)?),
            [] => (&Value::Undefined, "", ""),
        },
        number => (number, "", ""),
    };
    let Value::Number(number) = number else {
        return Err(Failure::Builtin(format!(
            "{name}: operand 1 must be either number (ns) or [number (ns), string (tz)]"
        )));
    };
    let nanoseconds = number
        .as_i64()
        .ok_or_else(|| Failure::Builtin(format!("{name}: timestamp too big")))?;
    let zone = match zone {
        // Nobody's machine is asked where it stands: the same check has the same answer anywhere.
        "" | "UTC" | "Local" => Tz::UTC,
        zone if nanoseconds < ALIKE && RENAMED.contains(&zone) => {
            return Err(Failure::Limit(format!(
                "{name}: what the time zone {zone} was before 2000 depends on the machine: name a city"
            )));
        }
        zone => zone
            .parse()
            .map_err(|_| Failure::Builtin(format!("{name}: unknown time zone {zone}")))?,
    };
    Ok((Moment { nanoseconds, zone }, layout))
}

impl Moment {
    fn seconds(self) -> i64 {
        self.nanoseconds.div_euclid(1_000_000_000)
    }

    /// Nanoseconds of its second.
    pub(super) fn fraction(self) -> u32 {
        let fraction = self.nanoseconds.rem_euclid(1_000_000_000);
        u32::try_from(fraction).unwrap_or_default()
    }

    pub(super) fn offset(self) -> Offset {
        offset_at(self.zone, self.seconds())
    }

    /// What the clock on the wall and the calendar beside it say.
    pub(super) fn local(self) -> NaiveDateTime {
        let seconds = self.seconds() + i64::from(self.offset().seconds);
        DateTime::from_timestamp(seconds, self.fraction())
            .unwrap_or_default()
            .naive_utc()
    }
}

/// What a zone says at a second since 1970.
fn offset_at(zone: Tz, seconds: i64) -> Offset {
    let moment = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let offset = zone.offset_from_utc_datetime(&moment.naive_utc());
    Offset {
        seconds: offset.fix().local_minus_utc(),
        name: offset.abbreviation().unwrap_or_default().to_owned(),
    }
}

/// The second since 1970 at which the clock on the wall says what it would say in UTC at `wall`
/// (`time.Date`): where it says so never, or twice, one of the two offsets around decides.
pub(super) fn from_wall(zone: Tz, wall: i64) -> i64 {
    match offset_at(zone, wall).seconds {
        0 => wall,
        first => wall - i64::from(offset_at(zone, wall - i64::from(first)).seconds),
    }
}
