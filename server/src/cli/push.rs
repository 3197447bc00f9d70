//! `portcullis push DIR --policy-set ORG/SET`

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::json;

use super::client::{Client, ServerArgs};
use super::exit::Exit;
use super::folder;
use super::target::Target;
use super::terminal::{Palette, ProgressLine, harmless};

/// What `push` needs to know.
#[derive(Debug, Args)]
pub(super) struct PushArgs {
    /// The folder with the manifest; hidden files are left out
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The policy set
    #[arg(long, value_name = "ORG/SET")]
    policy_set: Target,
    /// Make the policy set when it is not there
    #[arg(long)]
    create: bool,
    /// Apply the policy set to every workspace
    #[arg(long)]
    global: bool,
    #[command(flatten)]
    server: ServerArgs,
}

/// As much of a version as is needed here.
#[derive(Debug, Deserialize)]
struct Version {
    number: u32,
    status: String,
    problems: Vec<domain::Problem>,
    policies: Vec<Policy>,
    url: String,
}

#[derive(Debug, Deserialize)]
struct Policy {
    name: String,
    level: String,
}

/// Packs, uploads, prints.
pub(super) async fn push(args: PushArgs) -> anyhow::Result<Exit> {
    let client = Client::new(&args.server)?;
    let bundle = sandbox::pack(folder::read(&args.folder)?);
    let path = format!(
        "/organizations/{}/policy-sets/{}",
        args.policy_set.organization, args.policy_set.name
    );
    let progress = ProgressLine::new();
    progress.say("Uploading…");
    if !args.create {
        client
            .get::<serde_json::Value>(&path)
            .await
            .map_err(|error| {
                let hint = if error.is_not_found() {
                    "; --create makes it"
                } else {
                    ""
                };
                anyhow::anyhow!("{error}{hint}")
            })?;
    }
    if args.create || args.global {
        let body = if args.global {
            json!({"global": true})
        } else {
            json!({})
        };
        client.put(&path, &body).await?;
    }
    let version: Version = client
        .post(&format!("{path}/versions"), &[], bundle.into())
        .await?;
    drop(progress);
    Ok(print(&args.policy_set, &version, Palette::of_stdout()))
}

fn print(set: &Target, version: &Version, palette: Palette) -> Exit {
    for problem in &version.problems {
        println!("{}", harmless(&problem.to_string()));
    }
    let number = version.number;
    if version.status != "ready" {
        let errors = version
            .problems
            .iter()
            .filter(|problem| problem.is_error())
            .count();
        let noun = if errors == 1 { "problem" } else { "problems" };
        println!(
            "{}",
            palette.red(&format!(
                "✖ {set} v{number} is {}: {errors} {noun}",
                version.status
            ))
        );
        println!("  The version in force stays in force.\n{}", version.url);
        return Exit::Errored;
    }
    println!(
        "{}",
        palette.green(&format!("✔ {set} v{number} is ready and in force"))
    );
    for policy in &version.policies {
        println!(
            "  {}  {}",
            harmless(&policy.name),
            palette.faint(&policy.level.replace('_', "-"))
        );
    }
    println!("{}", version.url);
    Exit::Passed
}
