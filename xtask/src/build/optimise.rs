//! wasm-opt on the bound wasm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{command, project::Project};

/// The features that rustc's wasm uses; wasm-opt must be told, because stripping removes the
/// section that says so.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What to do where wasm-opt is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shrinking {
    /// Say so and go on with a larger file.
    WhenPossible,
    /// Fail: this build is shipped or measured.
    Required,
}

/// The wasm-opt that `npm ci` brought. A distribution's is not taken: Debian's is years behind and
/// does not know what rustc emits today.
pub(super) fn tool(project: &Project, shrinking: Shrinking) -> Result<Option<PathBuf>> {
    let tool = project.node_program("wasm-opt");
    if tool.is_file() {
        return Ok(Some(tool));
    }
    match shrinking {
        Shrinking::WhenPossible => Ok(None),
        Shrinking::Required => {
            bail!(
                "{} is missing: run `cargo xtask setup` with Node.js 20 or newer",
                tool.display()
            )
        }
    }
}

/// Makes the file smaller in place.
pub(super) fn shrink(tool: Option<&Path>, wasm: &Path) -> Result<String> {
    let Some(tool) = tool else {
        return Ok("skipped: not installed, the page loads a larger file".to_owned());
    };
    let before = size(wasm)?;
    let smaller = wasm.with_extension("smaller");
    command::capture(
        Command::new(tool)
            // Twice: what the first round leaves behind, the second makes smaller by a hundredth.
            .args(["-Oz", "-Oz", "--strip-debug"])
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(&smaller),
    )?;
    fs::rename(&smaller, wasm).context("cannot put the smaller wasm in place")?;
    Ok(format!("{} KB to {} KB", before / 1000, size(wasm)? / 1000))
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)
        .with_context(|| format!("no {}", path.display()))?
        .len())
}
