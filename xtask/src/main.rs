//! `cargo xtask`: builds the web assets and the binary, sets up what a machine lacks, and runs
//! everything that CI runs.
//!
//! One subcommand is one module. Each piece of work prints one line (see [`step`]); an error says
//! what to do about it. Nothing here is part of the product.

mod bench;
mod build;
mod command;
mod conformance;
mod demo;
mod differential;
mod interrupt;
mod project;
mod setup;
mod step;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

/// Builds, sets up and tests Portcullis.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Sets up what this machine lacks for building: the wasm target and the node packages.
    Setup(setup::Arguments),
    /// Builds wasm, CSS and static files into target/site, then the binary `portcullis`.
    Build(build::Arguments),
    /// Sets up, builds and starts a server with an example organization.
    Demo(demo::Arguments),
    /// Sets up what testing lacks and runs everything that CI runs.
    Test(test::Arguments),
    /// Runs OPA's conformance cases: those of the test data, or of a folder in the same format.
    Conformance(conformance::Arguments),
    /// Asks a real OPA and the engine the same random questions; skipped where OPA cannot be had.
    Differential(differential::Arguments),
    /// Measures speed and size as ratios within one run.
    Bench(bench::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = interrupt::listen()
        .and_then(|()| Project::find())
        .and_then(|project| match arguments.task {
            Task::Setup(arguments) => setup::run(&project, &arguments),
            Task::Build(arguments) => build::run(&project, &arguments),
            Task::Demo(arguments) => demo::run(&project, &arguments),
            Task::Test(arguments) => test::run(&project, &arguments),
            Task::Conformance(arguments) => conformance::run(&project, &arguments),
            Task::Differential(arguments) => differential::run(&project, &arguments),
            Task::Bench(arguments) => bench::run(&project, &arguments),
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
