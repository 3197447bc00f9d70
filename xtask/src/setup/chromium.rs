//! A Chromium for the browser tests: the system's, never Playwright's download.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::debian_package;
use crate::command;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The browser on the PATH.
pub(super) fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| command::on_path(name))
}

/// Installs Debian's when there is none.
pub(super) fn ensure() -> Result<String> {
    if find().is_some() {
        return Ok("ok".to_owned());
    }
    debian_package::install("chromium").context("Chromium is needed by the browser tests")?;
    match find() {
        Some(_) => Ok("installed".to_owned()),
        None => bail!("the package chromium brought no program `chromium`"),
    }
}
