//! Time: when it is, and how long something takes in Go's words (`v1/topdown/time.go`).

mod duration;

use regorus::Value;

use super::{Failure, Own, Result, clock, text};

pub(super) const TABLE: &[Own] = &[
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
];

fn now_ns(arguments: &[Value]) -> Result {
    match arguments {
        [] => Ok(Value::from(clock::now())),
        _ => Err(Failure::builtin("`time.now_ns` takes no arguments")),
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
