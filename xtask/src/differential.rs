//! `cargo xtask differential`: random questions, asked of a real OPA and of the engine.
//!
//! Python asks OPA and writes its answers as conformance cases; the conformance program compares
//! the engine with them. The same seed asks the same questions.

use std::{fs, process::Command};

use anyhow::{Context, Result};

use crate::{command, project::Project, setup, step, test::checks};

/// Where the questions are made, and the list of explained differences is.
const FOLDER: &str = "crates/engine/tests/differential";

/// Which questions, and how many.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the random questions follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Random policies, and as many random programs of several packages
    #[arg(long, default_value_t = 100)]
    policies: u32,
    /// Random calls of each built-in
    #[arg(long, default_value_t = 8)]
    calls: u32,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            seed: 1,
            policies: 100,
            calls: 8,
        }
    }
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    if let Some(reason) = compare(project, arguments)? {
        println!("skipped: {reason}");
    }
    Ok(())
}

/// Compares; or says why there is no OPA here.
pub(crate) fn compare(project: &Project, arguments: &Arguments) -> Result<Option<String>> {
    let python = match step::measured("OPA to compare with", || setup::opa(project)) {
        Ok(python) => python,
        Err(reason) => return Ok(Some(format!("{reason:#}"))),
    };
    let cases = project.work().join("differential");
    if cases.exists() {
        fs::remove_dir_all(&cases).context("cannot remove the cases of an earlier run")?;
    }
    let data = checks::data(project);
    let mut asking = Command::new(python);
    asking
        .current_dir(project.root())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(FOLDER)
        .arg(&cases)
        .args(["--seed", &arguments.seed.to_string()])
        .args(["--policies", &arguments.policies.to_string()])
        .args(["--calls", &arguments.calls.to_string()])
        .args(["--sets", "examples", "--plans", "examples/plans"]);
    if let Some(data) = &data {
        asking.arg(data.join("plans"));
    } else {
        println!("without the shared plans: PORTCULLIS_TEST_DATA names no folder");
    }
    step::loud("questions to OPA", || {
        command::show(&mut asking).map(|()| "asked".to_owned())
    })?;
    let explained = project.root().join(FOLDER).join("explained.tsv");
    let mut comparing = project.cargo();
    comparing
        // The same selection as all tests have: another would compile the engine anew.
        .args(["test", "--workspace", "--exclude", "frontend"])
        .args(["--test", "conformance"])
        .env("CONFORMANCE_FOLDER", &cases)
        .env("CONFORMANCE_EXPLAINED", explained);
    step::loud("the same to the engine", || {
        command::show(&mut comparing).map(|()| "compared".to_owned())
    })?;
    Ok(None)
}
