//! Ours: through the sandbox, and the engine alone. See the crate's page.

mod alone;
mod boxed;
mod run;

use std::process::ExitCode;

use anyhow::{Result, bail};
use benchmark::{arguments, serve};

/// The argument that makes this program a child of its sandbox.
const CHILD: &str = "sandbox-child";

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|arg| arg == CHILD) {
        return sandbox::child_main();
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let (subject, source) = arguments()?;
    match subject.as_str() {
        "sandbox" => serve(boxed::Boxed::new(source)?),
        "engine" => serve(alone::Alone::new(source)),
        other => bail!("`{other}`: expected sandbox or engine"),
    }
}
