//! A client of the native API over a connection that stays open.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::server::TOKEN;

/// The organization whose checks are measured.
pub(super) const ACME: &str = "acme";

/// One connection's client, of one organization.
pub(super) struct Client {
    agent: ureq::Agent,
    base: String,
    organization: &'static str,
}

impl Client {
    pub(super) fn new(address: SocketAddr, organization: &'static str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        Self {
            agent,
            base: format!("http://{address}/api/v1"),
            organization,
        }
    }

    /// The organization and the workspace.
    pub(super) fn prepare(&self) -> Result<()> {
        self.put(&format!("/organizations/{}", self.organization), &json!({}))?;
        self.put_workspace("bench")
    }

    /// Another workspace.
    pub(super) fn put_workspace(&self, name: &str) -> Result<()> {
        let path = format!("/organizations/{}/workspaces/{name}", self.organization);
        self.put(&path, &json!({}))
    }

    /// A policy set, and where it applies.
    pub(super) fn put_policy_set(&self, name: &str, body: &Value) -> Result<()> {
        let path = format!("/organizations/{}/policy-sets/{name}", self.organization);
        self.put(&path, body)
    }

    /// Sends a plan; answers with the id of its check.
    pub(super) fn submit(&self, plan: &str) -> Result<String> {
        self.submit_to("bench", plan)
    }

    /// The same to another workspace.
    pub(super) fn submit_to(&self, workspace: &str, plan: &str) -> Result<String> {
        let organization = self.organization;
        let path = format!("/organizations/{organization}/workspaces/{workspace}/runs");
        let run = self.post(&path, plan.as_bytes())?;
        run["checks"][0]["id"]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("a run without a check: {run}"))
    }

    /// Waits for the verdict.
    pub(super) fn wait(&self, check: &str) -> Result<()> {
        loop {
            let check = self.check(check, 30)?;
            match check["status"].as_str() {
                Some("queued" | "running") => {}
                Some("passed") => return Ok(()),
                _ => {
                    let text: String = check.to_string().chars().take(600).collect();
                    anyhow::bail!("a check did not pass, and the benchmark's plans must: {text}")
                }
            }
        }
    }

    /// How a check stands, after so many seconds at most.
    pub(super) fn status(&self, check: &str, seconds: u32) -> Result<String> {
        let check = self.check(check, seconds)?;
        let status = check["status"].as_str().map(str::to_owned);
        status.with_context(|| format!("a check without a status: {check}"))
    }

    fn check(&self, check: &str, seconds: u32) -> Result<Value> {
        let text = self
            .agent
            .get(format!("{}/checks/{check}?wait={seconds}", self.base))
            .header("authorization", format!("Bearer {TOKEN}"))
            .call()?
            .body_mut()
            .read_to_string()?;
        serde_json::from_str(&text).with_context(|| format!("a check that is no JSON: {text}"))
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
