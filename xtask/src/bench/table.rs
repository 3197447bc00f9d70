//! The table of what was measured and what was to be reached.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};

/// One figure.
pub(super) struct Row {
    what: String,
    measured: f64,
    goal: Goal,
}

enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Shown, not judged.
    None,
}

impl Row {
    pub(super) fn at_least(what: &str, measured: f64, goal: f64) -> Self {
        Self {
            what: what.to_owned(),
            measured,
            goal: Goal::AtLeast(goal),
        }
    }

    pub(super) fn at_most(what: &str, measured: f64, goal: f64) -> Self {
        Self {
            what: what.to_owned(),
            measured,
            goal: Goal::AtMost(goal),
        }
    }

    /// Without a goal of its own.
    pub(super) fn shown(what: &str, measured: f64) -> Self {
        Self {
            what: what.to_owned(),
            measured,
            goal: Goal::None,
        }
    }

    fn is_reached(&self) -> bool {
        match self.goal {
            Goal::AtLeast(goal) => self.measured >= goal,
            Goal::AtMost(goal) => self.measured <= goal,
            Goal::None => true,
        }
    }
}

/// The table as Markdown.
pub(super) fn render(rows: &[Row]) -> String {
    let mut text = String::from("| what | measured | to reach |\n|---|---|---|\n");
    for row in rows {
        let goal = match row.goal {
            Goal::AtLeast(goal) => format!("≥ {goal}"),
            Goal::AtMost(goal) => format!("≤ {goal}"),
            Goal::None => String::new(),
        };
        let mark = if row.is_reached() {
            ""
        } else {
            " (not reached)"
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {:.2}{mark} | {goal} |",
            row.what, row.measured
        );
    }
    text
}

/// Puts the table between the two marks in a Markdown file.
pub(super) fn write_into(file: &Path, table: &str) -> Result<()> {
    const BEGIN: &str = "<!-- bench -->";
    const END: &str = "<!-- /bench -->";
    let text = fs::read_to_string(file).with_context(|| format!("no {}", file.display()))?;
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        bail!(
            "{} has no place for the table: {BEGIN} and {END}",
            file.display()
        );
    };
    let fresh = format!(
        "{}\n\n{table}\n{}",
        &text[..begin + BEGIN.len()],
        &text[end..]
    );
    fs::write(file, fresh).with_context(|| format!("cannot write {}", file.display()))
}

/// Fails when a goal was not reached.
pub(super) fn verdict(rows: &[Row]) -> Result<()> {
    let missed: Vec<&str> = rows
        .iter()
        .filter(|row| !row.is_reached())
        .map(|row| row.what.as_str())
        .collect();
    if missed.is_empty() {
        return Ok(());
    }
    bail!("not reached: {}", missed.join("; "))
}
