//! Which lines of policies their tests evaluate.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Which lines were evaluated, of those that can be: lines where the head of a rule or a statement
/// begins. A line counts as covered when anything on it was evaluated, a head when its rule held,
/// as `opa test --coverage` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Every file that has such lines, by its path.
    pub files: BTreeMap<String, FileCoverage>,
}

/// The same of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCoverage {
    /// Lines that were evaluated, in order.
    pub covered: Vec<LineRange>,
    /// Lines that were not, in order.
    pub not_covered: Vec<LineRange>,
}

/// Lines from 1, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRange {
    /// The first line.
    pub start: u32,
    /// The last line.
    pub end: u32,
}

impl LineRange {
    /// Lines that follow on each other, together.
    pub fn of(lines: &BTreeSet<u32>) -> Vec<Self> {
        let mut ranges: Vec<Self> = Vec::new();
        for line in lines {
            match ranges.last_mut() {
                Some(last) if last.end + 1 == *line => last.end = *line,
                _ => ranges.push(Self {
                    start: *line,
                    end: *line,
                }),
            }
        }
        ranges
    }
}

/// `7`, or `7–9`.
impl std::fmt::Display for LineRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.start == self.end {
            write!(f, "{}", self.start)
        } else {
            write!(f, "{}–{}", self.start, self.end)
        }
    }
}

impl FileCoverage {
    /// How many lines were evaluated.
    pub fn covered_lines(&self) -> u32 {
        count(&self.covered)
    }

    /// How many lines were not.
    pub fn not_covered_lines(&self) -> u32 {
        count(&self.not_covered)
    }

    /// The share of lines that were evaluated, from 0 to 100.
    pub fn percent(&self) -> f64 {
        percent(self.covered_lines(), self.not_covered_lines())
    }
}

impl Coverage {
    /// How many lines were evaluated.
    pub fn covered_lines(&self) -> u32 {
        self.files.values().map(FileCoverage::covered_lines).sum()
    }

    /// How many lines were not.
    pub fn not_covered_lines(&self) -> u32 {
        let files = self.files.values();
        files.map(FileCoverage::not_covered_lines).sum()
    }

    /// The share of lines that were evaluated, from 0 to 100.
    pub fn percent(&self) -> f64 {
        percent(self.covered_lines(), self.not_covered_lines())
    }
}

fn count(ranges: &[LineRange]) -> u32 {
    ranges.iter().map(|range| range.end - range.start + 1).sum()
}

/// The share of covered lines, from 0 to 100; 0 where there is no line.
pub fn percent(covered: u32, not_covered: u32) -> f64 {
    let all = f64::from(covered) + f64::from(not_covered);
    if all == 0.0 {
        return 0.0;
    }
    100.0 * f64::from(covered) / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_follow_on_each_other_are_one_range() {
        let ranges = LineRange::of(&BTreeSet::from([1, 2, 3, 7, 9, 10]));
        let shown: Vec<_> = ranges.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["1–3", "7", "9–10"]);
        let file = FileCoverage {
            covered: ranges,
            not_covered: LineRange::of(&BTreeSet::from([20, 21])),
        };
        assert_eq!((file.covered_lines(), file.not_covered_lines()), (6, 2));
        assert!((file.percent() - 75.0).abs() < f64::EPSILON);
        assert!(percent(0, 0).abs() < f64::EPSILON);
    }
}
