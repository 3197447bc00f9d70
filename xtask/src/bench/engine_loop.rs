//! The engine without server, database and sandbox: what a check is compared with.

use std::{fs, process::Command, time::Duration};

use anyhow::{Context, Result};

use super::{SETS, plan};
use crate::{command, project::Project, step};

/// What gives a process the allocator that the sandbox's children have.
const ALLOCATOR: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32MiB");

/// The engine alone in a loop, as a program of its own, built like the server.
pub(super) struct EngineLoop<'a> {
    project: &'a Project,
}

impl<'a> EngineLoop<'a> {
    /// Compiles it.
    pub(super) fn build(project: &'a Project) -> Result<Self> {
        step::loud("engine alone", || {
            command::show(project.cargo().args([
                "build",
                "--release",
                "--workspace",
                "--exclude",
                "frontend",
                // Named together: for the one alone cargo selects other features of what both need.
                "--bin",
                "portcullis",
                "--bin",
                "evaluation-loop",
            ]))
            .map(|()| "ok".to_owned())
        })?;
        Ok(Self { project })
    }

    /// CPU time of one round: a plan parsed, twenty policies evaluated.
    pub(super) fn cost(&self, resources: u32) -> Result<Duration> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("plan.json");
        fs::write(&file, plan::text(resources, 0))?;
        let program = self.project.cargo_target().join("release/evaluation-loop");
        let sets = SETS.map(|set| self.project.root().join("examples").join(set));
        // Like the sandbox's children it has no other environment: what a shell sets there, backtraces
        // for one, would make it dearer than what it is compared with.
        let mut engine = Command::new(program);
        engine.env_clear().env(ALLOCATOR.0, ALLOCATOR.1);
        engine.arg("300").arg(&file).args(sets);
        let printed = command::capture(&mut engine)?;
        let micros = printed
            .trim()
            .parse()
            .context("the engine's loop printed no number")?;
        Ok(Duration::from_micros(micros))
    }
}
