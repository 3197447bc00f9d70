//! A real OPA as a server, asked over one connection.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::contender::{Contender, Denials};
use crate::bench::cpu;

/// What OPA is asked, which is a rule of its own, so that it answers nothing else.
#[derive(Clone)]
pub(super) struct Question {
    /// What OPA is given: the policies, the data, and the rule.
    pub(super) files: Vec<PathBuf>,
    scratch: PathBuf,
}

impl Question {
    /// The rule's path.
    pub(super) const RULE: &str = "data.question.denials";

    pub(super) fn new(set: &Path, scratch: &Path) -> Result<Self> {
        let mut files = Vec::new();
        let mut members = Vec::new();
        for entry in fs::read_dir(set)? {
            let file = entry?.path();
            let extension = file.extension().and_then(|extension| extension.to_str());
            match (extension, file.file_stem().and_then(|stem| stem.to_str())) {
                (Some("rego"), Some(name)) => {
                    members.push(format!("{name:?}: data.tf.{name}.deny"));
                    files.push(file);
                }
                (Some("json"), _) => files.push(file),
                _ => {}
            }
        }
        let rule = scratch.join("question.rego");
        fs::write(
            &rule,
            format!(
                "package question\n\ndenials := {{{}}}\n",
                members.join(", ")
            ),
        )?;
        files.push(rule);
        Ok(Self {
            files,
            scratch: scratch.to_owned(),
        })
    }
}

/// A real OPA as a server.
pub(super) struct OpaServer {
    program: PathBuf,
    question: Question,
    body: Vec<u8>,
    agent: ureq::Agent,
    running: Option<(Child, SocketAddr)>,
    answer: Vec<u8>,
}

#[derive(Deserialize)]
struct Answer {
    result: Denials,
}

impl OpaServer {
    pub(super) fn new(program: &Path, question: Question, input: &Path) -> Result<Self> {
        let input = fs::read(input)?;
        Ok(Self {
            program: program.to_owned(),
            question,
            body: [b"{\"input\":", input.as_slice(), b"}"].concat(),
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .into(),
            running: None,
            answer: Vec::new(),
        })
    }

    fn start(&mut self) -> Result<()> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = self.question.scratch.join("opa.log");
        let child = Command::new(&self.program)
            .args(["run", "--server", "--log-level", "error"])
            .args(["--disable-telemetry", "--addr", &address.to_string()])
            .args(&self.question.files)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("cannot start opa")?;
        self.running = Some((child, address));
        let started = Instant::now();
        let url = format!("http://{address}/health");
        while !ureq::get(&url)
            .call()
            .is_ok_and(|answer| answer.status().is_success())
        {
            if started.elapsed() > Duration::from_secs(30) {
                let said = fs::read_to_string(&log).unwrap_or_default();
                bail!("OPA's server does not become ready: {said}");
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    fn stop(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            // Nothing that a benchmark starts outlives it.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn evaluate(&mut self) -> Result<()> {
        let (_, address) = self.running.as_ref().context("OPA's server is not up")?;
        let path = Question::RULE.replace('.', "/");
        let mut answer = self
            .agent
            .post(format!("http://{address}/v1/{path}"))
            .header("content-type", "application/json")
            .send(self.body.as_slice())?;
        self.answer = answer.body_mut().read_to_vec()?;
        let status = answer.status();
        ensure!(
            status.is_success(),
            "OPA's server answered {status}: {}",
            String::from_utf8_lossy(&self.answer)
        );
        Ok(())
    }
}

impl Contender for OpaServer {
    /// From the start of the server, which reads the sources then.
    fn cold(&mut self) -> Result<Duration> {
        self.stop();
        let begun = Instant::now();
        self.start()?;
        self.evaluate()?;
        Ok(begun.elapsed())
    }

    fn warm(&mut self, rounds: u32) -> Result<Vec<Duration>> {
        (0..rounds)
            .map(|_| {
                let begun = Instant::now();
                self.evaluate()?;
                Ok(begun.elapsed())
            })
            .collect()
    }

    fn denials(&mut self) -> Result<Denials> {
        let answer: Answer =
            serde_json::from_slice(&self.answer).context("OPA's server answered something else")?;
        Ok(answer.result)
    }

    fn peak(&mut self) -> Result<f64> {
        let (child, _) = self.running.as_ref().context("OPA's server is not up")?;
        cpu::peak(child.id())
    }
}

impl Drop for OpaServer {
    fn drop(&mut self) {
        self.stop();
    }
}
