//! The program of the browser: `frontend` compiled, bound to JavaScript, and made small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    inputs,
    optimise::{self, Shrinking},
    site::Program,
};
use crate::{command, project::Project, step};

/// What the wasm is made from. `xtask/src/build` is among it, because a change of the chain changes
/// its result.
const INPUTS: [&str; 8] = [
    "app",
    "frontend",
    "crates/domain",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "end2end/package-lock.json",
    "xtask/src/build",
];

const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "portcullis";
/// Measured: a build without optimisation takes four fifths of the time of this one (the macros are
/// what takes long) and is seven times the size, so there is no quicker variant for the demo.
const PROFILE: &str = "wasm-release";

/// Builds the program, or takes the one that was built from the same inputs.
pub(super) fn build(project: &Project, shrinking: Shrinking) -> Result<Program> {
    fs::create_dir_all(project.work()).context("cannot create target/xtask")?;
    let folder = project.work().join("wasm");
    let stamp = folder.join("inputs");
    let rustc = command::capture(Command::new("rustc").arg("-vV"))?;
    let tool = optimise::tool(project, shrinking)?;
    let shrunk = if tool.is_some() { "shrunk" } else { "as it is" };
    let digest = inputs::digest_of(project.root(), &INPUTS, &[&rustc, shrunk])?;
    if fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == digest) {
        let kept = Program::read(&folder)?;
        step::quiet("wasm", || Ok("unchanged".to_owned()))?;
        return Ok(kept);
    }
    let compiled = compile(project)?;
    // Beside the former one, which stays whole until this one is.
    let scratch = tempfile::Builder::new()
        .prefix("wasm-")
        .tempdir_in(project.work())
        .with_context(|| format!("cannot write to {}", project.work().display()))?;
    let fresh = scratch.path();
    step::quiet("wasm-bindgen", || bind(&compiled, fresh))?;
    step::quiet("wasm-opt", || {
        optimise::shrink(tool.as_deref(), &fresh.join("portcullis.wasm"))
    })?;
    step::quiet("wasm compression", || Program::compress(fresh))?;
    fs::write(fresh.join("inputs"), digest).context("cannot write the stamp")?;
    let program = Program::read(fresh)?;
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot remove the former wasm")?;
    }
    fs::rename(scratch.keep(), &folder).context("cannot put the new wasm in place")?;
    Ok(program)
}

fn compile(project: &Project) -> Result<PathBuf> {
    step::loud(&format!("wasm, profile {PROFILE}"), || {
        command::show(
            project
                .cargo()
                .args([
                    "build",
                    "--package",
                    "frontend",
                    "--lib",
                    "--target",
                    TARGET,
                ])
                .args(["--profile", PROFILE]),
        )
        .map(|()| "ok".to_owned())
    })?;
    Ok(project
        .cargo_target()
        .join(TARGET)
        .join(PROFILE)
        .join("frontend.wasm"))
}

/// Does what the program `wasm-bindgen` does; linked, because installing that takes longer than
/// building it into this tool.
fn bind(compiled: &Path, folder: &Path) -> Result<String> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // The page names the wasm itself; a default in the glue would name a file without a hash.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen failed")?;
    fs::rename(
        folder.join("portcullis_bg.wasm"),
        folder.join("portcullis.wasm"),
    )
    .context("wasm-bindgen wrote no portcullis_bg.wasm")?;
    ensure!(
        !folder.join("snippets").exists(),
        "a crate below frontend brings JavaScript snippets, which target/site has no place for: \
         use web-sys instead, or extend xtask/src/build/site.rs"
    );
    Ok("ok".to_owned())
}
