//! Building the target's standard library from its source, and putting it in place.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use super::wasm_target::TARGET;
use crate::{command, project};

/// Builds `sysroot` for the target and keeps its rlibs in `kept`.
///
/// `RUSTC_BOOTSTRAP` and `-Zforce-unstable-if-unmarked` are how rustc's own build compiles these
/// crates; `-Cembed-bitcode` lets our link-time optimisation reach into them. No `--cap-lints`:
/// cargo reads rustc's warnings about crate types.
pub(super) fn build(library: &Path, scratch: &Path, kept: &Path) -> Result<()> {
    let target = scratch.join("target");
    command::capture(
        project::cargo()
            .current_dir(library)
            .env("RUSTC_BOOTSTRAP", "1")
            .env(
                "RUSTFLAGS",
                "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes",
            )
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_DIR", &target)
            .args([
                "build",
                "--release",
                "--manifest-path",
                "sysroot/Cargo.toml",
            ])
            .args(["--target", TARGET, "--features", "compiler-builtins-mem"]),
    )
    .context("the standard library did not build")?;
    copy(&target.join(TARGET).join("release/deps"), kept)
}

/// Copies every rlib of a folder.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let mut copied = 0;
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let file = entry?.path();
        if file
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            let name = file.file_name().context("a file without a name")?;
            fs::copy(&file, to.join(name))
                .with_context(|| format!("cannot write to {}", to.display()))?;
            copied += 1;
        }
    }
    ensure!(copied > 0, "{} holds no rlib", from.display());
    Ok(())
}
