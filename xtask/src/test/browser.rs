//! Playwright against the built binary.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::stage::Outcome;
use crate::{command, project::Project, setup, step};

#[derive(Deserialize)]
struct Report {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: u32,
    unexpected: u32,
    flaky: u32,
    skipped: u32,
}

/// Whether there is anything to run.
pub(super) fn has_specs(project: &Project) -> Result<bool> {
    fn any(folder: &Path) -> Result<bool> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_inside = path.is_dir() && name != "node_modules" && any(&path)?;
            if is_inside || name.ends_with(".spec.ts") {
                return Ok(true);
            }
        }
        Ok(false)
    }
    any(&project.end2end()).context("cannot read end2end")
}

/// Runs every spec and ends with the line `N passed, N failed`.
pub(super) fn run(project: &Project, binary: &Path) -> Result<Outcome> {
    let chromium =
        setup::chromium_program().context("no Chromium: run `cargo xtask setup --test`")?;
    // Playwright runs what does not type-check.
    step::quiet("types of the specs", || {
        let compiler = project.node_program("tsc");
        command::capture(Command::new(compiler).current_dir(project.end2end()))?;
        Ok("ok".to_owned())
    })?;
    let scratch = tempfile::tempdir().context("cannot create a temporary folder")?;
    let report = scratch.path().join("report.json");
    let ran = command::show(
        Command::new(project.node_program("playwright"))
            .current_dir(project.end2end())
            .env("PORTCULLIS_BIN", binary)
            .env("CHROMIUM", chromium)
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .arg("test"),
    );
    let Ok(json) = fs::read_to_string(&report) else {
        // It did not get as far as running tests; its own words are on the screen.
        return ran.map(|()| Outcome::Failed("Playwright wrote no report".into()));
    };
    let Stats {
        expected,
        unexpected,
        flaky,
        skipped,
    } = serde_json::from_str::<Report>(&json)
        .context("Playwright's report is malformed")?
        .stats;
    if skipped > 0 {
        println!("{skipped} skipped");
    }
    // A test that passed at its second try has failed once: nothing here may depend on luck.
    println!("{expected} passed, {} failed", unexpected + flaky);
    if flaky > 0 {
        return Ok(Outcome::Failed(format!(
            "{flaky} tests passed only when tried again"
        )));
    }
    ran.map(|()| Outcome::Passed)
}
