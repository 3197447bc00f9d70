//! The policy of providers.

use anyhow::Result;
use regex::Regex;

use super::plan::Plan;

const MINIMUM: [(&str, [u64; 3]); 2] = [
    ("registry.terraform.io/hashicorp/aws", [5, 0, 0]),
    ("registry.terraform.io/hashicorp/random", [3, 0, 0]),
];

/// The pattern of versions.
pub(super) struct Providers {
    version: Regex,
}

impl Providers {
    pub(super) fn new() -> Result<Self> {
        Ok(Self {
            version: Regex::new(r"[0-9]+(\.[0-9]+)*")?,
        })
    }

    pub(super) fn denied(&self, plan: &Plan<'_>) -> Vec<String> {
        let mut denied = Vec::new();
        for provider in plan.configuration.provider_config.values() {
            let want = minimum(&provider.full_name);
            let (Some(want), Some(constraint)) = (want, &provider.version_constraint) else {
                continue;
            };
            if self.lowest(constraint).is_some_and(|lowest| lowest < want) {
                let [major, minor, patch] = want;
                denied.push(format!(
                    "provider {}: constraint {:?} allows less than {major}.{minor}.{patch}",
                    provider.name, &**constraint
                ));
            }
        }
        for change in &plan.resource_changes {
            if minimum(&change.provider_name).is_none() {
                denied.push(format!(
                    "{}: provider {} is not approved",
                    change.address, change.provider_name
                ));
            }
        }
        denied
    }

    /// The first version that a constraint names.
    fn lowest(&self, constraint: &str) -> Option<[u64; 3]> {
        let named = self.version.find(constraint)?.as_str();
        let mut parts = named.split('.').map(|part| part.parse().ok());
        let mut next = || parts.next().unwrap_or(Some(0));
        Some([next()?, next()?, next()?])
    }
}

fn minimum(provider: &str) -> Option<[u64; 3]> {
    let known = MINIMUM.iter().find(|(name, _)| *name == provider);
    known.map(|(_, version)| *version)
}
