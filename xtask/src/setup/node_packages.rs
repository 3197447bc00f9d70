//! The node packages of `end2end`: wasm-opt for the build, Playwright and axe for the tests.

use std::{fs, process::Command, time::Duration};

use anyhow::{Context, Result, bail};

use crate::{command, project::Project};

/// The copy that npm leaves of the lockfile it installed is compared with; this is our own, because
/// npm's differs from the original in form.
const INSTALLED: &str = "node_modules/.installed-package-lock.json";

const NPM_LIMIT: Duration = Duration::from_mins(5);

/// Runs `npm ci` when the lockfile is not the one that was installed last.
pub(super) fn ensure(project: &Project) -> Result<String> {
    let folder = project.end2end();
    let lockfile = fs::read(folder.join("package-lock.json"))
        .context("end2end/package-lock.json is missing")?;
    let installed = folder.join(INSTALLED);
    if fs::read(&installed).is_ok_and(|installed| installed == lockfile) {
        return Ok("ok".to_owned());
    }
    if command::on_path("npm").is_none() {
        bail!("npm is not on the PATH: install Node.js 20 or newer (https://nodejs.org)");
    }
    command::capture_within(
        Command::new("npm")
            .current_dir(&folder)
            // The tests use the system's Chromium.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .args(["ci", "--no-audit", "--no-fund"]),
        NPM_LIMIT,
    )
    .context("the node packages could not be installed")?;
    fs::write(&installed, &lockfile)
        .with_context(|| format!("cannot write {}", installed.display()))?;
    Ok("installed".to_owned())
}
