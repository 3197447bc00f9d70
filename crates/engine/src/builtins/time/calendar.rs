//! Dates that are added to, and how far two are apart: `time.add_date`, `time.diff`.

use chrono::{Datelike as _, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use regorus::Value;

use super::super::{Failure, Result};
use super::moment::{Moment, from_wall, read};

pub(super) fn add_date(arguments: &[Value]) -> Result {
    let name = "time.add_date";
    let [operand, years, months, days] = arguments else {
        return Err(Failure::builtin("`time.add_date` expects four operands"));
    };
    let (moment, _) = read(name, operand)?;
    let whole = |value: &Value| match value {
        Value::Number(number) if number.is_integer() => Ok(number.as_i64()),
        _ => Err(Failure::Builtin(format!("`{name}` expects whole numbers"))),
    };
    let (years, months, days) = (whole(years)?, whole(months)?, whole(days)?);
    let added = years
        .zip(months)
        .zip(days)
        .and_then(|((years, months), days)| added(moment, years, months, days));
    added
        .map(Value::from)
        .ok_or_else(|| Failure::Builtin(format!("{name}: time outside of valid range")))
}

/// A day that the month does not have is one of the next month.
fn added(moment: Moment, years: i64, months: i64, days: i64) -> Option<i64> {
    let local = moment.local();
    let months = years.checked_mul(12)?.checked_add(months)?;
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    let first = local.date().with_day(1)?;
    let first = if months < 0 {
        first.checked_sub_months(count)?
    } else {
        first.checked_add_months(count)?
    };
    let days = days.checked_add(i64::from(local.day0()))?;
    let date = first.checked_add_signed(TimeDelta::try_days(days)?)?;
    let wall = date.and_time(local.time()).and_utc().timestamp();
    let seconds = from_wall(moment.zone, wall);
    let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(moment.fraction());
    i64::try_from(nanoseconds).ok()
}

/// Years, months, days, hours, minutes and seconds, by the calendar of the first one's zone.
pub(super) fn diff(arguments: &[Value]) -> Result {
    let name = "time.diff";
    let [one, other] = arguments else {
        return Err(Failure::builtin("`time.diff` expects two times"));
    };
    let ((one, _), (mut other, _)) = (read(name, one)?, read(name, other)?);
    other.zone = one.zone;
    let (earlier, later) = if one.nanoseconds > other.nanoseconds {
        (other, one)
    } else {
        (one, other)
    };
    let parts = between(earlier.local(), later.local());
    Ok(Value::from(parts.map(Value::from).to_vec()))
}

fn between(from: NaiveDateTime, to: NaiveDateTime) -> [i64; 6] {
    let parts = |time: NaiveDateTime| {
        [
            i64::from(time.year()),
            i64::from(time.month()),
            i64::from(time.day()),
            i64::from(time.hour()),
            i64::from(time.minute()),
            i64::from(time.second()),
        ]
    };
    let (from_parts, mut apart) = (parts(from), parts(to));
    for (part, from) in apart.iter_mut().zip(from_parts) {
        *part -= from;
    }
    // What is negative borrows from the next larger part, the smallest first.
    let borrowed = [0, 12, days_of_month(from.date()), 24, 60, 60];
    for place in (1..apart.len()).rev() {
        if apart[place] < 0 {
            apart[place] += borrowed[place];
            apart[place - 1] -= 1;
        }
    }
    apart
}

fn days_of_month(date: NaiveDate) -> i64 {
    i64::from(date.num_days_in_month())
}
