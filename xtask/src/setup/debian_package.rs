//! Installing a Debian package, where that may be done without asking.

use std::{process::Command, time::Duration};

use anyhow::{Result, bail};

use crate::command;

const LIMIT: Duration = Duration::from_mins(9);

/// `apt-get install`, after an update of the lists when the first try finds nothing.
pub(super) fn install(package: &str) -> Result<()> {
    if command::on_path("apt-get").is_none() {
        bail!("install {package} with this system's package manager");
    }
    if !command::is_root() {
        bail!("run `sudo apt-get install {package}`");
    }
    if apt_get(&["install", "-y", "--no-install-recommends", package]).is_ok() {
        return Ok(());
    }
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", package])
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    // Run level 1: services that the package brings are not started.
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1")
        .args(arguments);
    command::capture_within(&mut command, LIMIT)
}
