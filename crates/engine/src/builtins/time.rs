//! Time: when it is, how it is written, and how long something takes in Go's words
//! (`v1/topdown/time.go`).

mod calendar;
mod duration;
mod layout;
mod moment;
#[cfg(test)]
mod tests;

use regorus::Value;

use super::{Failure, Own, Result, call_by_name, clock, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "time.add_date",
        arity: 4,
        call: calendar::add_date,
    },
    Own {
        name: "time.diff",
        arity: 2,
        call: calendar::diff,
    },
    Own {
        name: "time.format",
        arity: 1,
        call: layout::format,
    },
    Own {
        name: "time.now_ns",
        arity: 0,
        call: now_ns,
    },
    Own {
        name: "time.parse_duration_ns",
        arity: 1,
        call: parse_duration_ns,
    },
    Own {
        name: "time.parse_ns",
        arity: 2,
        call: parse_ns,
    },
    Own {
        name: "time.parse_rfc3339_ns",
        arity: 1,
        call: parse_rfc3339_ns,
    },
];

fn now_ns(arguments: &[Value]) -> Result {
    match arguments {
        [] => Ok(Value::from(clock::now())),
        _ => Err(Failure::builtin("`time.now_ns` takes no arguments")),
    }
}

/// The engine's own, which takes small letters and a leap second too, and ends where a character is
/// more than a byte.
fn parse_ns(arguments: &[Value]) -> Result {
    let name = "time.parse_ns";
    let [layout, written] = arguments else {
        return Err(Failure::builtin("`time.parse_ns` expects two strings"));
    };
    let (layout, written) = (text(name, layout)?, text(name, written)?);
    if !layout.is_ascii() || !written.is_ascii() {
        return Err(Failure::Limit(format!(
            "`{name}` reads ASCII alone, not {written:?} as {layout:?}"
        )));
    }
    if matches!(layout, "RFC3339" | "RFC3339Nano") {
        like_rfc3339(name, written)?;
    }
    defined(name, call_by_name(name, arguments)?)
}

fn parse_rfc3339_ns(arguments: &[Value]) -> Result {
    let name = "time.parse_rfc3339_ns";
    let [written] = arguments else {
        return Err(Failure::builtin("`time.parse_rfc3339_ns` expects a string"));
    };
    let written = text(name, written)?;
    like_rfc3339(name, written)?;
    let answer = call_by_name(name, arguments).and_then(|answer| defined(name, answer));
    if answer.is_err() && is_lenient(written) {
        return Err(Failure::Limit(format!(
            "`{name}` does not read {written:?} here: write two digits of the hour, a point before the fraction \
             and a zone below a day"
        )));
    }
    answer
}

/// Whether Go's parser may take what the standard does not: an hour of one digit, a comma, a zone of a day.
fn is_lenient(written: &str) -> bool {
    let time = written.split_once('T').map_or("", |(_, time)| time);
    time.find(':') == Some(1)
        || time.contains(',')
        || time.contains(":60")
        || time.contains("+24:")
        || time.contains("-24:")
}

/// Whether the letters are capitals and the seconds below 60.
fn like_rfc3339(name: &str, written: &str) -> std::result::Result<(), Failure> {
    let is_leap = written.get(17..19) == Some("60");
    if is_leap || written.contains(['t', 'z']) {
        return Err(Failure::Builtin(format!(
            "{name}: cannot parse {written:?}"
        )));
    }
    Ok(())
}

/// The engine leaves what is out of range without an error.
fn defined(name: &str, answer: Value) -> Result {
    match answer {
        Value::Undefined => Err(Failure::Builtin(format!(
            "{name}: time outside of valid range"
        ))),
        answer => Ok(answer),
    }
}

fn parse_duration_ns(arguments: &[Value]) -> Result {
    let name = "time.parse_duration_ns";
    let [duration] = arguments else {
        return Err(Failure::builtin(
            "`time.parse_duration_ns` expects a string",
        ));
    };
    let duration = text(name, duration)?;
    let nanoseconds = duration::parse(duration).ok_or_else(|| {
        Failure::Builtin(format!(
            "`{name}` expects a duration such as `1h30m`, not `{duration}`"
        ))
    })?;
    Ok(Value::from(nanoseconds))
}
