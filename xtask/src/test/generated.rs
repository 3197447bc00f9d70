//! Committed files that tests or builds write: the OpenAPI document and snapshots.
//!
//! CI starts from a clean checkout, so there "changed since the run began" is "differs from the
//! commit"; a developer's uncommitted snapshot is not in the way of a local run.

use std::process::Command;

use anyhow::Result;

use super::stage::Outcome;
use crate::{command, project::Project};

const PATHS: [&str; 3] = ["*.snap", "*.snap.new", "*openapi.json"];

/// The state to compare with.
pub(super) struct Baseline(String);

impl Baseline {
    /// That of the last commit: nothing differs.
    pub(super) fn committed() -> Self {
        Self(String::new())
    }

    /// That of the working tree now.
    pub(super) fn now(project: &Project) -> Result<Self> {
        state(project).map(Self)
    }

    /// Fails when a generated file became another one.
    pub(super) fn compare(&self, project: &Project) -> Result<Outcome> {
        let now = state(project)?;
        Ok(if now == self.0 {
            Outcome::Passed
        } else {
            println!("{now}");
            Outcome::Failed("generated files changed: look at them, then commit them".to_owned())
        })
    }
}

/// Differences of tracked files and names of untracked ones.
fn state(project: &Project) -> Result<String> {
    let git = |arguments: &[&str]| {
        command::capture(
            Command::new("git")
                .current_dir(project.root())
                .args(arguments)
                .arg("--")
                .args(PATHS),
        )
    };
    let changed = git(&["diff", "HEAD", "--no-color"])?;
    let untracked = git(&["ls-files", "--others", "--exclude-standard"])?;
    Ok(changed + &untracked)
}
