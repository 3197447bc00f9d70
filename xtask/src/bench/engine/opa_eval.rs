//! `opa eval`: a process for each evaluation.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{
    contender::{Contender, Denials},
    opa::Question,
};
use crate::bench::cpu;

/// `opa eval` of the same question.
pub(super) struct OpaEval {
    program: PathBuf,
    question: Question,
    input: PathBuf,
    answer: Vec<u8>,
    peak: f64,
}

impl OpaEval {
    pub(super) fn new(program: &Path, question: Question, input: &Path) -> Self {
        Self {
            program: program.to_owned(),
            question,
            input: input.to_owned(),
            answer: Vec::new(),
            peak: 0.0,
        }
    }
}

impl Contender for OpaEval {
    fn cold(&mut self) -> Result<Duration> {
        let mut command = Command::new(&self.program);
        command.args(["eval", "--format", "raw", Question::RULE]);
        command.arg("--input").arg(&self.input);
        for file in &self.question.files {
            command.arg("--data").arg(file);
        }
        let printed = tempfile::NamedTempFile::new()?;
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(printed.reopen()?)
            .spawn()
            .context("cannot start opa")?;
        let status = loop {
            // What it needed is known for as long as it lives; it only grows.
            if let Ok(peak) = cpu::peak(child.id()) {
                self.peak = self.peak.max(peak);
            }
            if let Some(status) = child.try_wait()? {
                break status;
            }
            thread::sleep(Duration::from_millis(1));
        };
        let took = begun.elapsed();
        ensure!(status.success(), "opa eval failed ({status})");
        self.answer = fs::read(printed.path())?;
        Ok(took)
    }

    fn warm(&mut self, _: u32) -> Result<Vec<Duration>> {
        Ok(Vec::new())
    }

    fn denials(&mut self) -> Result<Denials> {
        serde_json::from_slice(&self.answer).context("opa eval answered something else")
    }

    fn peak(&mut self) -> Result<f64> {
        Ok(self.peak)
    }
}
