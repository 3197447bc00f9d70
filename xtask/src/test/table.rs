//! The table at the end of a run.

use std::{fmt::Write, time::Duration};

use super::stage::{Outcome, Stage};
use crate::step;

/// One stage of a run.
pub(super) struct Row {
    pub(super) stage: Stage,
    pub(super) took: Duration,
    pub(super) outcome: Outcome,
}

/// Stage, outcome, time; the sum in the last line.
pub(super) fn render(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let word = match row.outcome {
            Outcome::Passed => "passed",
            Outcome::Skipped(_) => "skipped",
            Outcome::Failed(_) => "failed",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:<12} {word:<8} {:>9}",
            row.stage,
            step::seconds(row.took)
        );
    }
    let sum = rows.iter().map(|row| row.took).sum();
    let _ = writeln!(text, "{:<12} {:<8} {:>9}", "all", "", step::seconds(sum));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_stage_and_a_sum() {
        let row = |stage, outcome| Row {
            stage,
            took: Duration::from_millis(1500),
            outcome,
        };
        let rows = [
            row(Stage::Fmt, Outcome::Passed),
            row(Stage::Browser, Outcome::Skipped("x".into())),
        ];
        let expected = "fmt          passed       1.5 s\n\
                        browser      skipped      1.5 s\n\
                        all                       3.0 s\n";
        assert_eq!(render(&rows), expected);
    }
}
