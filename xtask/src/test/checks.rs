//! The stages that are one cargo call.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result};

use super::stage::Outcome;
use crate::{command, project::Project};

/// The format of every crate.
pub(super) fn fmt(project: &Project) -> Result<Outcome> {
    cargo(project.cargo().args(["fmt", "--all", "--check"])).context("run `cargo fmt --all`")
}

/// `frontend` is left out wherever the workspace is built natively: its feature `hydrate` must not
/// meet the server's `ssr` in one build of `app`.
pub(super) fn clippy(project: &Project) -> Result<Outcome> {
    cargo(
        project
            .cargo()
            .args([
                "clippy",
                "--workspace",
                "--exclude",
                "frontend",
                "--all-targets",
            ])
            .args(["--", "-D", "warnings"]),
    )
}

/// The other half of `app`.
pub(super) fn clippy_wasm(project: &Project) -> Result<Outcome> {
    cargo(
        project
            .cargo()
            .args([
                "clippy",
                "--package",
                "frontend",
                "--package",
                "app",
                "--features",
            ])
            .args([
                "app/hydrate",
                "--target",
                "wasm32-unknown-unknown",
                "--",
                "-D",
                "warnings",
            ]),
    )
}

/// The engine does no I/O: it compiles for a target that has none. A source of randomness below it is told
/// that there is none there.
pub(super) fn engine_wasm(project: &Project) -> Result<Outcome> {
    const NO_RANDOMNESS: &str = "target.wasm32-unknown-unknown.rustflags=[\"--cfg\", \"getrandom_backend=\\\"unsupported\\\"\"]";
    cargo(
        project
            .cargo()
            .args(["check", "--package", "engine"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--config", NO_RANDOMNESS]),
    )
}

/// Our crates only: what others documented wrongly is not ours to fail for.
pub(super) fn doc(project: &Project) -> Result<Outcome> {
    cargo(
        project
            .cargo()
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .args(["doc", "--workspace", "--exclude", "frontend"])
            .args(["--no-deps", "--document-private-items"]),
    )
}

/// All tests of all crates, the ones in documentation too.
pub(super) fn cargo_test(project: &Project, postgres: &str) -> Result<Outcome> {
    let mut tests = project.cargo();
    tests
        .env("PORTCULLIS_TEST_POSTGRES", postgres)
        // A snapshot that differs fails; nothing is written beside it.
        .env("INSTA_UPDATE", "no")
        .args(["test", "--workspace", "--exclude", "frontend"]);
    if let Some(folder) = data(project) {
        tests.env("PORTCULLIS_TEST_DATA", folder);
    } else {
        println!("skipped: no test data (PORTCULLIS_TEST_DATA names no folder)");
    }
    cargo(&mut tests)
}

/// The folder with shared test data, made absolute, because each crate's tests run in its folder.
pub(crate) fn data(project: &Project) -> Option<PathBuf> {
    let named = std::env::var_os("PORTCULLIS_TEST_DATA");
    let folder = named.map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    project.root().join(folder).canonicalize().ok()
}

fn cargo(command: &mut Command) -> Result<Outcome> {
    command::show(command).map(|()| Outcome::Passed)
}
