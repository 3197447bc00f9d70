//! `cargo xtask setup`: what a machine lacks for building and, with `--test`, for testing.
//!
//! Everything is looked for before it is fetched, so a second run takes no time.

mod chromium;
mod debian_package;
mod debian_source;
mod node_packages;
mod opa;
mod postgres;
mod rust_source;
mod wasm_std;
mod wasm_target;

use std::path::PathBuf;

use anyhow::Result;

use crate::{build::Shrinking, project::Project, step};

/// What to set up.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Also what testing needs: Chromium and the programs of a Postgres server.
    #[arg(long)]
    test: bool,
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    for_building(project, Shrinking::Required)?;
    if arguments.test {
        chromium()?;
        postgres()?;
    }
    Ok(())
}

/// The wasm target and the node packages. The latter make the wasm smaller, so a build that only
/// wants to be looked at goes on without them.
pub(crate) fn for_building(project: &Project, shrinking: Shrinking) -> Result<()> {
    step::quiet("wasm target", wasm_target::ensure)?;
    step::quiet("node packages", || {
        match (node_packages::ensure(project), shrinking) {
            (Err(refusal), Shrinking::WhenPossible) => Ok(format!("skipped: {refusal:#}")),
            (outcome, _) => outcome,
        }
    })
}

/// A browser for the tests.
pub(crate) fn chromium() -> Result<()> {
    step::quiet("chromium", chromium::ensure)
}

/// The programs of a Postgres server for the tests.
pub(crate) fn postgres() -> Result<()> {
    step::quiet("postgres server", postgres::ensure)
}

/// The Python that has a real OPA, installed when it is not there yet.
pub(crate) fn opa(project: &Project) -> Result<PathBuf> {
    opa::ensure(project)
}

/// The browser on the PATH.
pub(crate) fn chromium_program() -> Option<PathBuf> {
    chromium::find()
}

/// The folder with `initdb` and `postgres`.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    postgres::find()
}
