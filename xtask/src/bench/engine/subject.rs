//! The programs of `crates/benchmark`, which are told line by line what to do.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use super::contender::{Contender, Denials, Who};
use crate::{command, project::Project, step};

/// Compiles them like the server; answers with the folder that they are in.
pub(super) fn build(project: &Project) -> Result<PathBuf> {
    step::loud("what is measured", || {
        command::show(project.cargo().args([
            "build",
            "--release",
            // For a crate alone cargo selects other features of what the server needs, too.
            "--workspace",
            "--exclude",
            "frontend",
            "--bin",
            "benchmark-ours",
            "--bin",
            "benchmark-plain",
        ]))
        .map(|()| "ok".to_owned())
    })?;
    Ok(project.cargo_target().join("release"))
}

/// One of them at work.
pub(super) struct Subject {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Subject {
    pub(super) fn start(programs: &Path, who: Who, set: &Path, plan: &Path) -> Result<Self> {
        let (program, name) = match who {
            Who::Sandbox => ("benchmark-ours", "sandbox"),
            Who::Engine => ("benchmark-ours", "engine"),
            Who::Bare => ("benchmark-plain", "bare"),
            _ => ("benchmark-plain", "floor"),
        };
        let mut command = Command::new(programs.join(program));
        command.arg(name).arg(set).arg(plan);
        // Backtraces, which a shell may have switched on, cost something where errors are dropped.
        command.env_clear();
        if who == Who::Engine {
            // What gives a process the allocator of the sandbox's children.
            command.env("MIMALLOC_ARENA_RESERVE", "32MiB");
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let orders = child.stdin.take();
        let answers = child.stdout.take().context("a program without pipes")?;
        Ok(Self {
            child,
            orders,
            answers: BufReader::new(answers),
        })
    }

    fn ask(&mut self, order: &str) -> Result<String> {
        let orders = self.orders.as_mut().context("it was told to end")?;
        writeln!(orders, "{order}").context("a benchmark program is gone")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        ensure!(
            !answer.is_empty(),
            "a benchmark program ended at `{order}`; what it said is above"
        );
        Ok(answer)
    }
}

fn micros(number: &str) -> Result<Duration> {
    Ok(Duration::from_micros(number.trim().parse()?))
}

impl Contender for Subject {
    fn cold(&mut self) -> Result<Duration> {
        micros(&self.ask("cold")?)
    }

    fn warm(&mut self, rounds: u32) -> Result<Vec<Duration>> {
        let answer = self.ask(&format!("warm {rounds}"))?;
        answer.split_whitespace().map(micros).collect()
    }

    fn denials(&mut self) -> Result<Denials> {
        Ok(serde_json::from_str(&self.ask("denials")?)?)
    }

    fn peak(&mut self) -> Result<f64> {
        let kib: u32 = self.ask("peak")?.trim().parse()?;
        Ok(f64::from(kib) / 1_024.0)
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        // It ends with its input; one that hangs does not outlive the benchmark.
        drop(self.orders.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
