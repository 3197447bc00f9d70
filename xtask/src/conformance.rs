//! `cargo xtask conformance`: how near the engine is to OPA.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{command, project::Project, test::checks};

/// Which cases.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder of `.jsonl` files with cases; its misses are printed, and no list is applied [default: those of the test data, held to the list of misses]
    folder: Option<PathBuf>,
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let mut tests = project.cargo();
    // The same selection as all tests have: another would compile the engine anew.
    tests.args(["test", "--workspace", "--exclude", "frontend"]);
    tests.args(["--test", "conformance"]);
    if let Some(folder) = &arguments.folder {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("no folder {}", folder.display()))?;
        tests.env("CONFORMANCE_FOLDER", folder);
    }
    if let Some(data) = checks::data(project) {
        tests.env("PORTCULLIS_TEST_DATA", data);
    }
    command::show(&mut tests)
}
