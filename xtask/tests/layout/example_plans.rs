//! The example plans are written by a script, not by hand.

use std::{io::ErrorKind, process::Command};

use crate::sources;

#[test]
fn the_example_plans_are_what_their_script_writes() {
    let check = Command::new("python3")
        .arg(sources::root().join("examples/plans/make.py"))
        .arg("--check")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output();
    match check {
        Err(error) if error.kind() == ErrorKind::NotFound => println!("skipped: no python3"),
        Err(error) => panic!("python3 does not start: {error}"),
        Ok(output) => assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
    }
}
