//! The command line. `--help` is the manual.

mod check;
mod client;
mod eval;
mod exit;
mod folder;
mod plan_file;
mod push;
mod rego_tests;
mod report;
mod target;
mod terminal;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand, ValueEnum};
use sandbox::Dialect;

use crate::config::{LogArgs, ServeArgs};
use crate::demo::{self, DemoArgs};
use crate::serve::{self, CHILD_ARGUMENT};
use crate::telemetry;

use exit::Exit;

/// A policy gate for infrastructure changes.
///
/// Policies in Rego are kept in versioned policy sets; every Terraform or OpenTofu plan of a
/// workspace is checked against the sets that apply to it. A soft failure waits for someone who may
/// override it, with a reason that stays on record; a hard one blocks.
///
/// Start with `portcullis demo`.
#[derive(Debug, Parser)]
#[command(name = "portcullis", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    log: LogArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server: web, API and workers
    Serve(Box<ServeArgs>),
    /// Run the server with an example organization, to look around
    Demo(DemoArgs),
    /// Send a plan to a server, wait, and print what became of each policy
    ///
    /// Exit codes: 0 passed, 1 failed, 2 waits for a decision, 3 errored, 4 usage or connection.
    Check(check::CheckArgs),
    /// Evaluate a policy set on a plan, here and now, without a server
    ///
    /// The same evaluation in the same sandbox as on the server. Exit codes as of `check`; a bundle
    /// that does not load is 3.
    Eval(eval::EvalArgs),
    /// Run the tests of Rego files: every rule named `test_…`, as `opa test` does
    ///
    /// Exit codes: 0 all passed, 1 some failed or too little is covered, 3 the folder does not load.
    Test(rego_tests::TestArgs),
    /// Upload a folder as a new version of a policy set
    ///
    /// Exit codes: 0 ready, 1 held back by its tests, 3 errored (every problem is printed), 4 usage or
    /// connection.
    Push(push::PushArgs),
}

/// How results are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For machines
    Json,
}

/// A version of Rego.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RegoVersion {
    /// Before OPA 1.0
    V0,
    /// Since OPA 1.0
    V1,
}

impl From<RegoVersion> for Dialect {
    fn from(version: RegoVersion) -> Self {
        match version {
            RegoVersion::V0 => Self::V0,
            RegoVersion::V1 => Self::V1,
        }
    }
}

/// Whether this process was started to evaluate policies, by a process of the same binary.
pub fn is_sandbox_child() -> bool {
    std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == CHILD_ARGUMENT)
}

/// Does what the arguments say.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Standard output may be closed already (`portcullis --help | head`).
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
                _ => Exit::Usage.into(),
            };
        }
    };
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("portcullis: {error:#}");
            Exit::Usage.into()
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let is_server = matches!(cli.command, Command::Serve(_) | Command::Demo(_));
    // A tool that prints results says nothing else, unless something is wrong or it is asked to.
    let filter = if is_server || cli.log.log != "info" {
        cli.log.log.as_str()
    } else {
        "warn"
    };
    telemetry::start_logging(filter, cli.log.log_format)?;
    // Pages are rendered without a pause between two awaits; with fewer workers a render can hold
    // up what wakes the others (leptos.md §2).
    let threads = std::thread::available_parallelism()
        .map_or(4, usize::from)
        .max(4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::serve(*args).await.map(|()| Exit::Passed),
            Command::Demo(args) => demo::demo(args).await.map(|()| Exit::Passed),
            Command::Check(args) => check::check(args).await,
            Command::Eval(args) => eval::eval(args).await,
            Command::Test(args) => rego_tests::test(args).await,
            Command::Push(args) => push::push(args).await,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_flag_of_every_command_has_an_environment_variable() {
        let command = Cli::command();
        let commands = command.get_subcommands().chain([&command]);
        for command in commands {
            let name = command.get_name();
            for argument in command.get_arguments() {
                let Some(long) = argument.get_long() else {
                    continue;
                };
                if matches!(long, "help" | "version") {
                    continue;
                }
                // Decided where a set is made, not for every set of a job.
                if matches!(
                    (name, long),
                    ("push", "overridable" | "require-tests" | "rego-version")
                ) {
                    continue;
                }
                let expected = match (name, long) {
                    // Not the data of a real server.
                    ("demo", "data-dir") => "PORTCULLIS_DEMO_DATA_DIR".to_owned(),
                    _ => format!("PORTCULLIS_{}", long.to_uppercase().replace('-', "_")),
                };
                let variable = argument
                    .get_env()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default();
                assert_eq!(variable, expected, "{name} --{long}");
            }
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
