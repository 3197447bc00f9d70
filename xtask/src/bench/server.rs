//! The server that is measured.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::command;

pub(super) const TOKEN: &str = "bench-token-bench-token-bench-token-bench";
pub(super) const USER: &str = "bench@example.com";
pub(super) const PASSWORD: &str = "bench-password-bench-password";

/// The server and its data.
pub(super) struct Server {
    binary: PathBuf,
    data: PathBuf,
    address: SocketAddr,
    child: Option<Child>,
}

impl Server {
    pub(super) fn new(binary: &Path, data: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            address,
            child: None,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// Starts it; answers with how long it took to be ready.
    pub(super) fn start(&mut self) -> Result<Duration> {
        let log = File::create(self.data.join("server.log"))?;
        let started = Instant::now();
        let child = Command::new(&self.binary)
            .arg("serve")
            .env_clear()
            .env("PORTCULLIS_LISTEN", self.address.to_string())
            .env("PORTCULLIS_DATA_DIR", self.data.join("data"))
            .env("PORTCULLIS_BOOTSTRAP_USER", USER)
            .env("PORTCULLIS_BOOTSTRAP_PASSWORD", PASSWORD)
            .env("PORTCULLIS_BOOTSTRAP_TOKEN", TOKEN)
            .env("PORTCULLIS_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("cannot start the server")?;
        self.child = Some(child);
        let url = format!("http://{}/readyz", self.address);
        loop {
            if ureq::get(&url)
                .call()
                .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok(started.elapsed());
            }
            if started.elapsed() > Duration::from_secs(30) {
                bail!("the server does not become ready");
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Sends it a version of a policy set, as people do.
    pub(super) fn push(&self, folder: &Path, organization: &str, set: &str) -> Result<()> {
        let mut push = Command::new(&self.binary);
        push.arg("push")
            .arg(folder)
            .args(["--policy-set", &format!("{organization}/{set}")])
            .env_clear()
            .env("PORTCULLIS_URL", format!("http://{}", self.address))
            .env("PORTCULLIS_TOKEN", TOKEN);
        command::capture(&mut push).map(drop)
    }

    /// Asks it to stop and waits.
    pub(super) fn stop(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        let asked = Command::new("kill").arg(child.id().to_string()).status()?;
        ensure!(asked.success(), "the server cannot be told to stop");
        child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Nothing that a benchmark starts outlives it.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
