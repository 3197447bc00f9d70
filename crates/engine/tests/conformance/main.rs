//! OPA's own conformance cases, each against this engine.
//!
//! The cases are shared test data and no part of the project. The run holds the engine to
//! `misses.tsv`: every case that is missed stands there with its cause; a new one, and one that is
//! none any more, fail the run (`UPDATE_MISSES=1` writes the file anew). For another folder of cases
//! in the same format, `CONFORMANCE_FOLDER`, it prints the misses and the score alone:
//! `cargo xtask conformance FOLDER`. Where they are random questions that a real OPA has answered,
//! `CONFORMANCE_EXPLAINED` names the list of differences that may be: `cargo xtask differential`.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program of the tests, which cannot go on without its files"
)]

mod case;
mod compare;
mod differences;
mod misses;
mod outcome;
mod score;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use case::Case;
use outcome::{Outcome, outcome};
use score::Score;

/// Deep literals and long chains of rules want more than a thread has. What overflows even this is a
/// child of its own in the sandbox.
const STACK: usize = 1 << 30;

fn main() -> ExitCode {
    let folder = std::env::var_os("CONFORMANCE_FOLDER");
    let given = folder.is_some();
    let shared = || {
        let data = std::env::var("PORTCULLIS_TEST_DATA").unwrap_or_else(|_| {
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned()
        });
        Path::new(&data).join("opa-conformance")
    };
    let folder = folder.map_or_else(shared, PathBuf::from);
    let cases = case::read(&folder);
    if cases.is_empty() {
        println!("skipped: no test data");
        return if given {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        };
    }
    // A panic is an outcome; what it says stands in the list.
    std::panic::set_hook(Box::new(|_| {}));
    let run = move || -> Vec<(Case, Outcome)> {
        cases
            .into_iter()
            .map(|case| {
                let outcome = outcome(&case);
                (case, outcome)
            })
            .collect()
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    let outcomes = thread
        .expect("a thread")
        .join()
        .expect("every panic is caught");
    let _ = std::panic::take_hook();

    if let Some(explained) = std::env::var_os("CONFORMANCE_EXPLAINED") {
        return if differences::print(&outcomes, Path::new(&explained)) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    let missed = misses::of(&outcomes);
    let is_as_listed = if given {
        misses::print(&missed);
        true
    } else {
        misses::hold(&missed)
    };
    let score = Score::of(&outcomes);
    println!("{score}");
    // A miss that is listed is a refusal or an error. A wrong value is never accepted.
    if is_as_listed && (given || score.wrong == 0) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
