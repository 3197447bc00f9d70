//! Coverage as `opa test --coverage` writes it.

use std::collections::BTreeMap;

use domain::{Coverage, FileCoverage, LineRange};
use serde::Serialize;
use utoipa::ToSchema;

/// Which lines the tests evaluated, in the shape of `opa test --coverage`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverageDocument {
    /// Every file that has lines to evaluate, by its path.
    files: BTreeMap<String, FileCoverageDocument>,
    /// How many lines were evaluated.
    covered_lines: u32,
    /// How many lines were not.
    not_covered_lines: u32,
    /// The share of lines that were evaluated, in percent.
    coverage: f64,
}

#[derive(Debug, Serialize, ToSchema)]
struct FileCoverageDocument {
    /// Lines that were evaluated.
    covered: Vec<RangeDocument>,
    /// Lines that were not.
    not_covered: Vec<RangeDocument>,
    /// How many lines were evaluated.
    covered_lines: u32,
    /// How many lines were not.
    not_covered_lines: u32,
    /// The share of lines that were evaluated, in percent.
    coverage: f64,
}

/// Lines, both ends among them.
#[derive(Debug, Serialize, ToSchema)]
struct RangeDocument {
    start: RowDocument,
    end: RowDocument,
}

#[derive(Debug, Serialize, ToSchema)]
struct RowDocument {
    /// The line, from 1.
    row: u32,
}

impl From<&Coverage> for CoverageDocument {
    fn from(coverage: &Coverage) -> Self {
        let files = coverage.files.iter();
        Self {
            files: files
                .map(|(file, lines)| (file.clone(), lines.into()))
                .collect(),
            covered_lines: coverage.covered_lines(),
            not_covered_lines: coverage.not_covered_lines(),
            coverage: coverage.percent(),
        }
    }
}

impl From<&FileCoverage> for FileCoverageDocument {
    fn from(lines: &FileCoverage) -> Self {
        Self {
            covered: lines.covered.iter().map(Into::into).collect(),
            not_covered: lines.not_covered.iter().map(Into::into).collect(),
            covered_lines: lines.covered_lines(),
            not_covered_lines: lines.not_covered_lines(),
            coverage: lines.percent(),
        }
    }
}

impl From<&LineRange> for RangeDocument {
    fn from(range: &LineRange) -> Self {
        let row = |row| RowDocument { row };
        Self {
            start: row(range.start),
            end: row(range.end),
        }
    }
}
