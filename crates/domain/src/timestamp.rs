//! A moment, UTC, microsecond precision.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// A string that is not an RFC 3339 time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time: write RFC 3339, as 2026-01-05T10:00:00.000Z")]
pub struct InvalidTimestamp(String);

/// A moment, UTC. Shown as RFC 3339 with milliseconds and `Z`; stored with six digits, a fixed
/// width of 27 characters, so that text order is time order on both databases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// From whole and fractional seconds since 1970; `None` outside the years 1 to 9999.
    pub fn from_unix_micros(micros: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
            .ok()
            .filter(|moment| (1..=9999).contains(&moment.year()))
            .map(Self)
    }

    /// Microseconds since 1970.
    pub fn unix_micros(self) -> i64 {
        i64::try_from(self.0.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
    }

    /// The 27 characters that the store keeps.
    pub fn to_stored(self) -> String {
        self.render(6)
    }

    /// This moment and `span` more, or the end of time.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self::from_unix_micros(self.unix_micros().saturating_add(micros)).unwrap_or(self)
    }

    /// This moment less `span`, or the beginning of time.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        let micros = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self::from_unix_micros(self.unix_micros().saturating_sub(micros)).unwrap_or(self)
    }

    /// How long after `earlier` this is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(
            u64::try_from(self.unix_micros().saturating_sub(earlier.unix_micros())).unwrap_or(0),
        )
    }

    /// The calendar parts `(year, month, day, hour, minute, second)`, UTC.
    pub fn parts(self) -> (i32, u8, u8, u8, u8, u8) {
        let moment = self.0;
        (
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
        )
    }

    fn render(self, digits: usize) -> String {
        let (year, month, day, hour, minute, second) = self.parts();
        let fraction = format!("{:06}", self.0.microsecond());
        let fraction = &fraction[..digits];
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction}Z")
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(moment: OffsetDateTime) -> Self {
        let utc = moment.to_offset(UtcOffset::UTC);
        let whole = utc.microsecond() * 1_000;
        Self(utc.replace_nanosecond(whole).unwrap_or(utc))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(3))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(6))
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        OffsetDateTime::parse(text, &Rfc3339)
            .map(Self::from)
            .map_err(|_| InvalidTimestamp(text.chars().take(64).collect()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_with_milliseconds_and_stored_with_microseconds() {
        let moment: Timestamp = "2026-01-05T12:00:00.1234567+02:00".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-01-05T10:00:00.123Z");
        assert_eq!(moment.to_stored(), "2026-01-05T10:00:00.123456Z");
        assert_eq!(moment.to_stored().len(), 27);
    }

    #[test]
    fn text_order_is_time_order() {
        let early: Timestamp = "2026-01-05T10:00:00Z".parse().unwrap();
        let late = early.plus(Duration::from_micros(1));
        assert!(early.to_stored() < late.to_stored());
        assert_eq!(late.since(early), Duration::from_micros(1));
        assert_eq!(early.since(late), Duration::ZERO);
    }

    #[test]
    fn the_stored_form_reads_back_exactly() {
        let moment = Timestamp::from_unix_micros(1_767_607_200_123_456).unwrap();
        assert_eq!(moment.to_stored().parse(), Ok(moment));
    }
}
