//! What the example organization is made of: the folder `examples` of the repository, inside the
//! binary, so that the demo needs no checkout.

use anyhow::Context;
use bytes::Bytes;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../examples"]
struct Examples;

/// A policy set of the example organization.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExampleSet {
    /// The name of the set and of its folder.
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) overridable: bool,
}

/// The policy sets.
pub(super) const SETS: [ExampleSet; 3] = [
    ExampleSet {
        name: "cost-and-size",
        description: "What a change may cost: instance types, sizes, a monthly budget",
        overridable: true,
    },
    ExampleSet {
        name: "network-exposure",
        description: "What must not be reachable from the internet",
        overridable: false,
    },
    ExampleSet {
        name: "tagging",
        description: "Who pays for a resource and who is called at night",
        overridable: true,
    },
];

/// What becomes of a run once it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequel {
    /// Nothing: it stays as the policies left it.
    Nothing,
    /// The approver lets it through.
    Overridden(&'static str),
    /// Its author confirms it.
    Confirmed,
}

/// A run of the example organization.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExampleRun {
    pub(super) workspace: &'static str,
    pub(super) project: &'static str,
    /// The name of the plan's file without `.json`.
    pub(super) plan: &'static str,
    pub(super) message: &'static str,
    pub(super) commit: &'static str,
    pub(super) sequel: Sequel,
}

/// The runs, in the order in which they are made; the last ones are on top of the dashboard.
pub(super) const RUNS: [ExampleRun; 8] = [
    ExampleRun {
        workspace: "data-lake",
        project: "Data",
        plan: "data-lake",
        message: "Add a zone for curated events",
        commit: "4f1c2ab",
        sequel: Sequel::Confirmed,
    },
    ExampleRun {
        workspace: "dns-records",
        project: "Platform",
        plan: "dns-records",
        message: "Point status.acme.example to the new host",
        commit: "9d03e71",
        sequel: Sequel::Nothing,
    },
    ExampleRun {
        workspace: "ml-train",
        project: "Data",
        plan: "ml-train",
        message: "A bigger trainer for the quarter's model",
        commit: "c7a5510",
        sequel: Sequel::Overridden(
            "Agreed with finance until the end of the month, ticket OPS-2291",
        ),
    },
    ExampleRun {
        workspace: "search-prod",
        project: "Shop",
        plan: "search-prod",
        message: "Replace two search nodes",
        commit: "1be8d24",
        sequel: Sequel::Nothing,
    },
    ExampleRun {
        workspace: "web-edge",
        project: "Shop",
        plan: "web-edge",
        message: "Ten services behind the new edge",
        commit: "e20f9c3",
        sequel: Sequel::Nothing,
    },
    ExampleRun {
        workspace: "networking-staging",
        project: "Platform",
        plan: "networking-prod",
        message: "Peer with the analytics VPC (staging first)",
        commit: "77b1d0e",
        sequel: Sequel::Overridden("Staging goes away on Friday; the tags come with production"),
    },
    ExampleRun {
        workspace: "payments-prod",
        project: "Shop",
        plan: "payments-prod",
        message: "Read replica and a new task definition",
        commit: "ab5d7f2",
        sequel: Sequel::Nothing,
    },
    ExampleRun {
        workspace: "networking-prod",
        project: "Platform",
        plan: "networking-prod",
        message: "Peer with the analytics VPC",
        commit: "77b1d0e",
        sequel: Sequel::Nothing,
    },
];

/// The bundle of a policy set.
pub(super) fn bundle(set: &str) -> anyhow::Result<Bytes> {
    let prefix = format!("{set}/");
    let files: Vec<(String, Vec<u8>)> = Examples::iter()
        .filter_map(|path| {
            // What an editor or a script left in the folder is no part of the set.
            let name = path.strip_prefix(&prefix)?.to_owned();
            let is_source = [".rego", ".hcl", ".json", ".md"]
                .iter()
                .any(|end| name.ends_with(end));
            if !is_source {
                return None;
            }
            Some((name, Examples::get(&path)?.data.into_owned()))
        })
        .collect();
    anyhow::ensure!(
        !files.is_empty(),
        "the example policy set {set} is not in this binary"
    );
    Ok(sandbox::pack(files).into())
}

/// A plan.
pub(super) fn plan(name: &str) -> anyhow::Result<Bytes> {
    let file = Examples::get(&format!("plans/{name}.json"))
        .with_context(|| format!("the example plan {name} is not in this binary"))?;
    Ok(Bytes::from(file.data.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_and_plan_that_is_named_is_there() {
        for set in SETS {
            assert!(bundle(set.name).is_ok(), "{}", set.name);
        }
        for run in RUNS {
            assert!(plan(run.plan).is_ok(), "{}", run.plan);
        }
    }
}
