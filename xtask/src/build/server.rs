//! The binary `portcullis`.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use crate::{command, project::Project, step};

/// Cargo's profile for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Builds in a fraction of the time and reads `target/site` from disk.
    Dev,
    /// The one that the tests of `server` were given: nothing is built for it once more.
    Tested,
    /// Optimised, with the assets embedded.
    Release,
}

/// Builds it and answers with its path; the release one is always at `target/release/portcullis`.
pub(super) fn build(project: &Project, profile: Profile) -> Result<PathBuf> {
    let (title, arguments, folder) = match profile {
        Profile::Dev => (
            "server, profile dev",
            &["build", "--bin", "portcullis"][..],
            "debug",
        ),
        Profile::Tested => ("server, as tested", &["test", "--no-run"][..], "debug"),
        Profile::Release => (
            "server, profile release",
            &["build", "--bin", "portcullis", "--release"][..],
            "release",
        ),
    };
    step::loud(title, || {
        // Chosen by the whole workspace: features are unified over what is named, and with one
        // package alone most dependencies would be built once more.
        command::show(project.cargo().args(arguments).args([
            "--workspace",
            "--exclude",
            "frontend",
        ]))
        .map(|()| "ok".to_owned())
    })?;
    let built = project.cargo_target().join(folder).join("portcullis");
    if profile != Profile::Release {
        return Ok(built);
    }
    let promised = project.root().join("target/release/portcullis");
    if promised != built {
        fs::create_dir_all(project.root().join("target/release"))?;
        // A new file in its place: the old one may be running.
        let fresh = promised.with_extension("new");
        fs::copy(&built, &fresh).with_context(|| format!("cannot copy {}", built.display()))?;
        fs::rename(&fresh, &promised)
            .with_context(|| format!("cannot write {}", promised.display()))?;
    }
    Ok(promised)
}
