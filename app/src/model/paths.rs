//! The addresses of pages: the one place that builds them.

use domain::{CheckId, RunId};

use super::percent_encode;

/// The addresses below an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    organization: String,
}

impl Paths {
    /// Of the organization of that name.
    pub fn of(organization: impl AsRef<str>) -> Self {
        Self {
            organization: percent_encode(organization.as_ref()),
        }
    }

    /// Its dashboard.
    pub fn dashboard(&self) -> String {
        format!("/orgs/{}", self.organization)
    }

    /// What is below its dashboard: `runs`, `policy-sets/new`.
    pub fn below(&self, rest: &str) -> String {
        format!("/orgs/{}/{rest}", self.organization)
    }

    /// A run.
    pub fn run(&self, run: RunId) -> String {
        self.below(&format!("runs/{run}"))
    }

    /// A resource on its run's page.
    pub fn resource(&self, run: RunId, address: &str) -> String {
        format!("{}#{}", self.run(run), percent_encode(address))
    }

    /// A policy check.
    pub fn check(&self, run: RunId, check: CheckId) -> String {
        self.below(&format!("runs/{run}/checks/{check}"))
    }

    /// The page that overrides a policy check.
    pub fn override_check(&self, run: RunId, check: CheckId) -> String {
        self.below(&format!("runs/{run}/checks/{check}/override"))
    }

    /// A workspace.
    pub fn workspace(&self, workspace: impl AsRef<str>) -> String {
        self.below(&format!(
            "workspaces/{}",
            percent_encode(workspace.as_ref())
        ))
    }

    /// A policy that is managed on its own.
    pub fn policy(&self, policy: impl AsRef<str>) -> String {
        self.below(&format!("policies/{}", percent_encode(policy.as_ref())))
    }

    /// Its source, at a line when there is one.
    pub fn policy_line(&self, policy: impl AsRef<str>, line: Option<u32>) -> String {
        let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
        format!("{}{anchor}", self.policy(policy))
    }

    /// A policy set.
    pub fn policy_set(&self, set: impl AsRef<str>) -> String {
        self.below(&format!("policy-sets/{}", percent_encode(set.as_ref())))
    }

    /// A version of a policy set.
    pub fn version(&self, set: impl AsRef<str>, number: u32) -> String {
        format!("{}/versions/{number}", self.policy_set(set))
    }

    /// A file of a version, at a line when there is one.
    pub fn source(
        &self,
        set: impl AsRef<str>,
        number: u32,
        path: &str,
        line: Option<u32>,
    ) -> String {
        let path: Vec<String> = path.split('/').map(percent_encode).collect();
        let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
        format!(
            "{}/files/{}{anchor}",
            self.version(set, number),
            path.join("/")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_link_keeps_its_folders_and_names_the_line() {
        let paths = Paths::of("acme");
        assert_eq!(
            paths.source("base line", 12, "policies/a b.rego", Some(18)),
            "/orgs/acme/policy-sets/base%20line/versions/12/files/policies/a%20b.rego#L18"
        );
    }

    #[test]
    fn a_resource_is_an_encoded_fragment_of_its_run() {
        let run = RunId::from_bare("000000000000000a").unwrap();
        assert_eq!(
            Paths::of("acme").resource(run, "a.b[\"x\"]"),
            "/orgs/acme/runs/run-000000000000000a#a.b%5B%22x%22%5D"
        );
    }
}
