//! The lines that say what is being done and how long it took.

use std::{
    io::{Write, stdout},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};

/// Does quiet work behind one line, `▸ name … note (0.3 s)`. The work answers with its note.
pub(crate) fn quiet(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    print!("▸ {name} … ");
    // Nothing better can be done when the terminal is gone.
    let _ = stdout().flush();
    finish(Instant::now(), work())
}

/// Does quiet work behind one line and hands on what it found.
pub(crate) fn measured<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let mut found = None;
    quiet(name, || {
        found = Some(work()?);
        Ok("ok".to_owned())
    })?;
    found.context("the work answered nothing")
}

/// Does work that prints by itself: the name before, name and time after.
pub(crate) fn loud(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    println!("▸ {name}");
    let started = Instant::now();
    let outcome = work();
    print!("▸ {name} … ");
    finish(started, outcome)
}

fn finish(started: Instant, outcome: Result<String>) -> Result<()> {
    let took = seconds(started.elapsed());
    match &outcome {
        Ok(note) => println!("{note} ({took})"),
        Err(_) => println!("failed ({took})"),
    }
    outcome.map(drop)
}

/// `0.3 s`, `75.0 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
