//! `cargo xtask demo`: from a fresh clone to a page in the browser.

use std::{ffi::OsString, os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};

use crate::{
    build::{self, Profile, Shrinking},
    project::Project,
    setup,
};

/// What to pass on.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Arguments for `portcullis demo`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

/// The subcommand. From its last line on, everything is said by the server itself, which takes this
/// process' place, so that Ctrl-C reaches it and nothing is left behind.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    setup::for_building(project, Shrinking::WhenPossible)?;
    build::assets(project, Shrinking::WhenPossible)?;
    let binary = build::binary(project, Profile::Dev)?;
    let refusal = Command::new(&binary)
        .arg("demo")
        .args(&arguments.rest)
        .exec();
    Err(refusal).with_context(|| format!("cannot start {}", binary.display()))
}
