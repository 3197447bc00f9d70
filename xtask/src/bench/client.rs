//! A client of the native API over a connection that stays open.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::server::TOKEN;

/// One connection's client.
pub(super) struct Client {
    agent: ureq::Agent,
    base: String,
}

impl Client {
    pub(super) fn new(address: SocketAddr) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        Self {
            agent,
            base: format!("http://{address}/api/v1"),
        }
    }

    /// The organization and the workspace.
    pub(super) fn prepare(&self) -> Result<()> {
        self.put("/organizations/acme", &json!({}))?;
        self.put("/organizations/acme/workspaces/bench", &json!({}))
    }

    /// Sends a plan; answers with the id of its check.
    pub(super) fn submit(&self, plan: &str) -> Result<String> {
        let run = self.post("/organizations/acme/workspaces/bench/runs", plan.as_bytes())?;
        run["checks"][0]["id"]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("a run without a check: {run}"))
    }

    /// Waits for the verdict.
    pub(super) fn wait(&self, check: &str) -> Result<()> {
        loop {
            let text = self
                .agent
                .get(format!("{}/checks/{check}?wait=30", self.base))
                .header("authorization", format!("Bearer {TOKEN}"))
                .call()?
                .body_mut()
                .read_to_string()?;
            let check: Value = serde_json::from_str(&text)?;
            match check["status"].as_str() {
                Some("queued" | "running") => {}
                Some("passed") => return Ok(()),
                _ => {
                    let text: String = text.chars().take(600).collect();
                    anyhow::bail!("a check did not pass, and the benchmark's plans must: {text}")
                }
            }
        }
    }

    fn put(&self, path: &str, body: &Value) -> Result<()> {
        let mut answer = self
            .agent
            .put(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("content-type", "application/json")
            .send(body.to_string())?;
        let text = answer.body_mut().read_to_string()?;
        ensure!(answer.status().is_success(), "PUT {path}: {text}");
        Ok(())
    }

    fn post(&self, path: &str, body: &[u8]) -> Result<Value> {
        let mut answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {TOKEN}"))
            .send(body)?;
        let text = answer.body_mut().read_to_string()?;
        ensure!(answer.status().is_success(), "POST {path}: {text}");
        serde_json::from_str(&text).with_context(|| format!("POST {path} answered {text}"))
    }
}
