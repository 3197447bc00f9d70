//! Where things are: the repository, cargo's target folder, the user's cache.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// The repository this xtask was started in.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Project {
    /// Asks cargo, which knows of every way to move the target folder.
    pub(crate) fn find() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let json = command::capture(cargo().current_dir(manifest_dir).args([
            "metadata",
            "--no-deps",
            "--format-version=1",
        ]))?;
        let metadata: Metadata =
            serde_json::from_str(&json).context("cargo metadata printed no metadata")?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
        })
    }

    /// The top folder of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder, wherever it is.
    pub(crate) fn cargo_target(&self) -> &Path {
        &self.target
    }

    /// The web assets that `server` embeds. In the repository whatever the target folder is,
    /// because the path is written in `server`'s source.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// Intermediate files of this tool.
    pub(crate) fn work(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// The folder of the browser tests, which also holds the node packages of the build.
    pub(crate) fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// A program that a node package brought.
    pub(crate) fn node_program(&self, name: &str) -> PathBuf {
        self.end2end().join("node_modules/.bin").join(name)
    }

    /// A cargo call in the repository.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

/// The user's cache folder for this project.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .context("neither XDG_CACHE_HOME nor HOME is set: set one, downloads are kept there")?;
    Ok(base.join("portcullis"))
}

/// A cargo call without what the outer `cargo run` put into the environment: build scripts watch
/// those variables (ring's does), so they would be rebuilt for each way of calling cargo.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.env_remove("LD_LIBRARY_PATH");
    command
}
