//! The dashboard's seven days as numbers and lines.

use domain::DayOfRuns;

/// What seven days add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Runs with an answer.
    pub total: u32,
    /// Runs that were blocked.
    pub blocked: u32,
    /// Runs that were let through.
    pub let_through: u32,
}

impl Week {
    /// Adds the days up.
    pub fn of(days: &[DayOfRuns]) -> Self {
        Self {
            total: days.iter().map(|day| day.total).sum(),
            blocked: days.iter().map(|day| day.blocked).sum(),
            let_through: days.iter().map(|day| day.let_through).sum(),
        }
    }

    /// How many of the runs with an answer were let through: "94.3 %"; a dash without any.
    pub fn pass_rate(&self) -> String {
        if self.total == 0 {
            return "–".to_owned();
        }
        let per_mille = u64::from(self.let_through) * 1_000 / u64::from(self.total);
        match per_mille {
            1_000 => "100 %".to_owned(),
            some => format!("{}.{} %", some / 10, some % 10),
        }
    }
}

/// The size of a sparkline, in its own units.
pub const SPARK_WIDTH: u32 = 120;
/// See [`SPARK_WIDTH`].
pub const SPARK_HEIGHT: u32 = 34;
const MARGIN: u32 = 3;

/// The points of a line through `values`, for a polyline; `None` when there is no line to draw.
/// A day without a value has no point.
pub fn sparkline(values: &[Option<u32>], most: u32) -> Option<String> {
    let known = values.iter().flatten().count();
    if known < 2 || most == 0 {
        return None;
    }
    let steps = u32::try_from(values.len().saturating_sub(1))
        .unwrap_or(1)
        .max(1);
    let height = SPARK_HEIGHT - 2 * MARGIN;
    let points: Vec<String> = (0u32..)
        .zip(values)
        .filter_map(|(index, value)| value.map(|value| (index, value)))
        .map(|(index, value)| {
            let x = SPARK_WIDTH * index / steps;
            let up = u64::from(height) * u64::from(value.min(most)) / u64::from(most);
            let y = SPARK_HEIGHT - MARGIN - u32::try_from(up).unwrap_or(0);
            format!("{x},{y}")
        })
        .collect();
    Some(points.join(" "))
}

/// Blocked runs by day.
pub fn blocked_line(days: &[DayOfRuns]) -> Option<String> {
    let most = days.iter().map(|day| day.blocked).max().unwrap_or(0);
    let values: Vec<Option<u32>> = days.iter().map(|day| Some(day.blocked)).collect();
    sparkline(&values, most)
}

/// Pass rate by day; days without a run have no point.
pub fn pass_rate_line(days: &[DayOfRuns]) -> Option<String> {
    let values: Vec<Option<u32>> = days
        .iter()
        .map(|day| {
            (day.total > 0)
                .then(|| {
                    u32::try_from(u64::from(day.let_through) * 1_000 / u64::from(day.total)).ok()
                })
                .flatten()
        })
        .collect();
    sparkline(&values, 1_000)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn day(let_through: u32, blocked: u32) -> DayOfRuns {
        DayOfRuns {
            day: samples::now(),
            let_through,
            blocked,
            total: let_through + blocked,
        }
    }

    #[test]
    fn a_rate_needs_a_run_and_only_all_of_them_make_100() {
        assert_eq!(Week::of(&[]).pass_rate(), "–");
        assert_eq!(Week::of(&[day(1, 0)]).pass_rate(), "100 %");
        assert_eq!(Week::of(&[day(1_999, 1)]).pass_rate(), "99.9 %");
        assert_eq!(Week::of(&[day(0, 3)]).pass_rate(), "0.0 %");
    }

    #[test]
    fn a_line_stays_inside_its_box_and_skips_empty_days() {
        let points = pass_rate_line(&[day(1, 1), day(0, 0), day(2, 0)]).unwrap();
        assert_eq!(points, "0,17 120,3");
    }

    #[test]
    fn one_point_is_no_line() {
        assert_eq!(pass_rate_line(&[day(1, 0)]), None);
        assert_eq!(blocked_line(&[day(1, 0), day(1, 0)]), None);
    }
}
