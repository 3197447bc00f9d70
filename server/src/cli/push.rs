//! `portcullis push DIR --policy-set ORG/SET`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use clap::builder::FalseyValueParser;
use serde::Deserialize;
use serde_json::Value;

use super::Format;
use super::client::{Client, ServerArgs};
use super::exit::Exit;
use super::folder;
use super::target::Target;
use super::terminal::{self, Palette, ProgressLine, harmless};

/// What `push` needs to know.
#[derive(Debug, Args)]
pub(super) struct PushArgs {
    /// The folder with the manifest; hidden files are left out
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The policy set
    #[arg(long, env = "PORTCULLIS_POLICY_SET", value_name = "ORG/SET")]
    policy_set: Target,
    /// Make the policy set when it is not there
    #[arg(long, env = "PORTCULLIS_CREATE", value_parser = FalseyValueParser::new())]
    create: bool,
    /// Apply the policy set to every workspace
    #[arg(long, env = "PORTCULLIS_GLOBAL", value_parser = FalseyValueParser::new())]
    global: bool,
    /// With --create: in the new policy set approvers may override what the manifest calls mandatory
    // Without a variable: `eval` has one of that name, where it only asks what would be.
    #[arg(long, requires = "create")]
    overridable: bool,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: Format,
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
    let is_there = match client.get::<Value>(&path).await {
        Ok(_) => true,
        Err(error) if error.is_not_found() && args.create => false,
        Err(error) => {
            let hint = if error.is_not_found() {
                "; --create makes it"
            } else {
                ""
            };
            anyhow::bail!("{error}{hint}");
        }
    };
    if !is_there || args.global {
        let mut body = serde_json::Map::new();
        if args.global {
            body.insert("global".to_owned(), true.into());
        }
        // A set that is there keeps its levels: they are lowered in its settings, not in passing.
        if !is_there && args.overridable {
            body.insert("overridable".to_owned(), true.into());
        }
        client.put(&path, &Value::Object(body)).await?;
    }
    let answer: Value = client
        .post(&format!("{path}/versions"), &[], bundle.into())
        .await?;
    drop(progress);
    let version =
        Version::deserialize(&answer).context("the server's answer cannot be understood")?;
    let (text, exit) = outcome(&args.policy_set, &version, Palette::of_stdout());
    match args.format {
        // All of it, as the API has it.
        Format::Json => terminal::print(&format!("{}\n", serde_json::to_string_pretty(&answer)?)),
        Format::Text => terminal::print(&text),
    }
    Ok(exit)
}

/// What is printed, and how it ended.
fn outcome(set: &Target, version: &Version, palette: Palette) -> (String, Exit) {
    let mut lines: Vec<String> = version
        .problems
        .iter()
        .map(|problem| harmless(&problem.to_string()))
        .collect();
    let number = version.number;
    let exit = if version.status == "ready" {
        lines.push(palette.green(&format!("✔ {set} v{number} is ready and in force")));
        lines.extend(version.policies.iter().map(|policy| {
            let level = policy.level.replace('_', "-");
            format!("  {}  {}", harmless(&policy.name), palette.faint(&level))
        }));
        Exit::Passed
    } else {
        let errors = version
            .problems
            .iter()
            .filter(|problem| problem.is_error())
            .count();
        let noun = if errors == 1 { "problem" } else { "problems" };
        let status = &version.status;
        lines.push(palette.red(&format!("✖ {set} v{number} is {status}: {errors} {noun}")));
        lines.push("  It is not in force; a version that was stays.".to_owned());
        Exit::Errored
    };
    lines.push(harmless(&version.url));
    (lines.join("\n") + "\n", exit)
}
