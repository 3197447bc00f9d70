//! Times as people say them.

use std::time::Duration;

use domain::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long before `now` something was: "just now", "3 min ago", "5 h ago", "2 days ago"; from a
/// month on, the date. A moment after `now` (clocks differ) is "just now", or "in 3 days" when it
/// is meant to be.
pub fn relative_time(at: Timestamp, now: Timestamp) -> String {
    let ahead = at.since(now).as_secs();
    if ahead >= MINUTE {
        return format!("in {}", span(ahead));
    }
    let ago = now.since(at).as_secs();
    if ago < 45 {
        "just now".to_owned()
    } else if ago >= 30 * DAY {
        let (year, month, day, ..) = at.parts();
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{} ago", span(ago))
    }
}

/// How long something waits since `at`: "41 min".
pub fn waiting_time(at: Timestamp, now: Timestamp) -> String {
    span(now.since(at).as_secs())
}

/// Seconds in the largest unit that fits, at least a minute.
fn span(seconds: u64) -> String {
    match seconds {
        s if s < HOUR => format!("{} min", ((s + 15) / MINUTE).max(1)),
        s if s < DAY => format!("{} h", s / HOUR),
        s if s < 2 * DAY => "1 day".to_owned(),
        s => format!("{} days", s / DAY),
    }
}

/// The exact moment: "2026-01-05 10:00:00 UTC".
pub fn exact_time(at: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = at.parts();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// The time of day: "12:02:11".
pub fn clock_time(at: Timestamp) -> String {
    let (_, _, _, hour, minute, second) = at.parts();
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// How long something took: "< 1 ms", "41 ms", "1.2 s", "2 min 5 s".
pub fn duration(took: Duration) -> String {
    let micros = took.as_micros();
    if micros < 1_000 {
        "< 1 ms".to_owned()
    } else if micros < 1_000_000 {
        format!("{} ms", micros / 1_000)
    } else if micros < 60_000_000 {
        let tenths = micros / 100_000;
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        let seconds = took.as_secs();
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn relative_times_grow_coarser_with_age() {
        let now = at("2026-03-10T12:00:00Z");
        for (then, said) in [
            ("2026-03-10T12:00:00Z", "just now"),
            ("2026-03-10T11:59:20Z", "just now"),
            ("2026-03-10T11:59:10Z", "1 min ago"),
            ("2026-03-10T11:57:00Z", "3 min ago"),
            ("2026-03-10T11:00:00Z", "1 h ago"),
            ("2026-03-09T12:00:01Z", "23 h ago"),
            ("2026-03-09T12:00:00Z", "1 day ago"),
            ("2026-03-01T12:00:00Z", "9 days ago"),
            ("2026-01-01T12:00:00Z", "2026-01-01"),
        ] {
            assert_eq!(relative_time(at(then), now), said, "{then}");
        }
    }

    #[test]
    fn a_moment_ahead_is_said_as_such_and_a_clock_that_is_off_is_not() {
        let now = at("2026-03-10T12:00:00Z");
        assert_eq!(relative_time(at("2026-03-10T12:00:20Z"), now), "just now");
        assert_eq!(relative_time(at("2026-04-09T12:00:00Z"), now), "in 30 days");
    }

    #[test]
    fn durations_have_three_digits_at_most() {
        for (micros, said) in [
            (0, "< 1 ms"),
            (999, "< 1 ms"),
            (41_900, "41 ms"),
            (1_250_000, "1.2 s"),
            (125_000_000, "2 min 5 s"),
        ] {
            assert_eq!(duration(Duration::from_micros(micros)), said);
        }
    }

    #[test]
    fn exact_times_are_utc_to_the_second() {
        let moment = at("2026-01-05T12:02:11.900+02:00");
        assert_eq!(exact_time(moment), "2026-01-05 10:02:11 UTC");
        assert_eq!(clock_time(moment), "10:02:11");
    }
}
