//! The conversation with whoever measures.

use std::fmt::Write as _;
use std::io::{Write as _, stdin, stdout};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::Subject;

/// Answers each line of standard input with one line, until the input ends:
///
/// - `cold`: one evaluation from the sources, in microseconds
/// - `warm N`: N evaluations of what is compiled, each in microseconds
/// - `denials`: what the last one found, as JSON
/// - `peak`: the most memory so far, in KiB
///
/// # Errors
/// An evaluation failed, or a line says something else.
pub fn serve(mut subject: impl Subject) -> Result<()> {
    for line in stdin().lines() {
        let line = line?;
        let answer = match line.split_once(' ').unwrap_or((&line, "")) {
            ("cold", "") => {
                subject.forget();
                timed(&mut subject)?.to_string()
            }
            ("warm", rounds) => {
                let mut spans = String::new();
                for _ in 0..rounds.parse::<u32>().context("how many rounds?")? {
                    write!(spans, "{} ", timed(&mut subject)?)?;
                }
                spans
            }
            ("denials", "") => serde_json::to_string(&subject.denials())?,
            ("peak", "") => subject.peak()?.to_string(),
            _ => bail!("`{line}`: expected cold, warm N, denials or peak"),
        };
        let mut out = stdout().lock();
        writeln!(out, "{}", answer.trim_end())?;
        out.flush()?;
    }
    Ok(())
}

fn timed(subject: &mut impl Subject) -> Result<u128> {
    let begun = Instant::now();
    subject.evaluate()?;
    Ok(begun.elapsed().as_micros())
}
