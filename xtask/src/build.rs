//! `cargo xtask build`: the web assets into `target/site`, then `target/release/portcullis`, which
//! embeds them.
//!
//! ```text
//! frontend ─ cargo ─► wasm ─ wasm-bindgen ─► wasm + glue ─ wasm-opt ─► ┐
//! style/main.css ─ bundle, minify ───────────────────────────────────► ├─ br, gz ─► target/site
//! style/static ──────────────────────────────────────────────────────► ┘
//! ```

mod compressed;
mod css;
mod digest;
mod inputs;
mod optimise;
mod server;
pub(crate) mod site;
mod statics;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use self::{optimise::Shrinking, server::Profile};
use crate::{project::Project, setup, step};

/// How to build.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Build in a fraction of the time: not optimised, the assets stay in target/site.
    #[arg(long)]
    dev: bool,
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let (shrinking, profile) = if arguments.dev {
        (Shrinking::WhenPossible, Profile::Dev)
    } else {
        (Shrinking::Required, Profile::Release)
    };
    setup::for_building(project, shrinking)?;
    assets(project, shrinking)?;
    let binary = server::build(project, profile)?;
    println!("{}", binary.display());
    Ok(())
}

/// Everything that a browser loads.
pub(crate) fn assets(project: &Project, shrinking: Shrinking) -> Result<()> {
    let wasm = wasm::build(project, shrinking)?;
    let mut site = site::Site::new();
    step::quiet("css", || css::bundle(project, &mut site))?;
    step::quiet("static files", || statics::collect(project, &mut site))?;
    step::quiet("site", || {
        site.add_program(wasm);
        site.write(&project.site())
    })
}

/// The binary, after [`assets`]. Answers with its path.
pub(crate) fn binary(project: &Project, profile: Profile) -> Result<PathBuf> {
    server::build(project, profile)
}
