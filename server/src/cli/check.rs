//! `portcullis check PLAN.json --workspace ORG/WS`

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use clap::builder::FalseyValueParser;
use domain::RunStatus;
use serde::Deserialize;
use serde_json::Value;

use super::Format;
use super::client::{Client, ClientError, ServerArgs};
use super::exit::Exit;
use super::plan_file;
use super::report::Report;
use super::target::Target;
use super::terminal::{Palette, ProgressLine, print};

/// How long a server that is not there may stay away while a check runs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Said before the verdict, which is about less than people may think.
const PARTIAL: &str = "The plan is partial (`complete` is false): targeted or deferred changes that are \
                       not in it were not checked.\n\n";

/// What `check` needs to know.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// What `terraform show -json PLANFILE` wrote, plain or gzipped; `-` is standard input
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// The workspace that the plan is of
    #[arg(long, env = "PORTCULLIS_WORKSPACE", value_name = "ORG/WORKSPACE")]
    workspace: Target,
    /// What the run is about
    #[arg(long, env = "PORTCULLIS_MESSAGE", value_name = "TEXT")]
    message: Option<String>,
    /// The commit that was planned
    #[arg(long, env = "PORTCULLIS_COMMIT", value_name = "SHA")]
    commit: Option<String>,
    /// The branch that was planned
    #[arg(long, env = "PORTCULLIS_BRANCH", value_name = "NAME")]
    branch: Option<String>,
    /// It will never be applied: only tell what policies think of it
    #[arg(long, env = "PORTCULLIS_DRY", value_parser = FalseyValueParser::new())]
    dry: bool,
    /// Make the workspace when it is not there
    #[arg(long, env = "PORTCULLIS_CREATE", value_parser = FalseyValueParser::new())]
    create: bool,
    /// How long to wait for an answer, in seconds
    #[arg(
        long,
        env = "PORTCULLIS_TIMEOUT",
        default_value_t = 900,
        value_name = "SECONDS"
    )]
    timeout: u64,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    server: ServerArgs,
}

/// As much of a run as is needed here.
#[derive(Debug, Deserialize)]
struct Run {
    id: String,
    status: String,
    checks: Vec<Value>,
    #[serde(default)]
    plan: Option<Plan>,
}

#[derive(Debug, Default, Deserialize)]
struct Plan {
    /// A server that is older than this client does not tell.
    #[serde(default)]
    partial: bool,
}

impl Run {
    fn is_settled(&self) -> bool {
        // A status of a server that is newer than this client is none to wait for.
        RunStatus::parse(&self.status).is_none_or(RunStatus::is_settled)
    }
}

/// Sends the plan, waits, prints.
pub(super) async fn check(args: CheckArgs) -> anyhow::Result<Exit> {
    let client = Client::new(&args.server)?;
    let plan = plan_file::compressed(plan_file::read(&args.plan)?)?;
    let path = format!(
        "/organizations/{}/workspaces/{}/runs",
        args.workspace.organization, args.workspace.name
    );
    let mut query = vec![("source", "cli".to_owned())];
    for (name, value) in [
        ("message", &args.message),
        ("commit", &args.commit),
        ("branch", &args.branch),
    ] {
        query.extend(value.clone().map(|value| (name, value)));
    }
    for (name, is_on) in [("dry", args.dry), ("create", args.create)] {
        if is_on {
            query.push((name, "true".to_owned()));
        }
    }
    let progress = ProgressLine::new();
    progress.say("Sending the plan…");
    let run: Run = client.post(&path, &query, plan).await.map_err(|error| {
        let hint = if error.is_not_found() && !args.create {
            "; --create makes a workspace that is not there"
        } else {
            ""
        };
        anyhow::anyhow!("{error}{hint}")
    })?;
    let run = wait(&client, run, &progress, Duration::from_secs(args.timeout)).await?;
    drop(progress);
    let Some(check) = run.checks.last() else {
        bail!("the run {} has no check", run.id);
    };
    let report = Report::deserialize(check).context("the server's answer cannot be understood")?;
    match args.format {
        Format::Json => print(&format!("{}\n", serde_json::to_string_pretty(check)?)),
        Format::Text => {
            if run.plan.as_ref().is_some_and(|plan| plan.partial) {
                print(PARTIAL);
            }
            print(&report.text(Palette::of_stdout()));
        }
    }
    Ok(Exit::of_check(&report.status))
}

/// Polls until the run is settled. A server that is restarted meanwhile loses nothing, so a
/// connection that breaks is made again.
async fn wait(
    client: &Client,
    mut run: Run,
    progress: &ProgressLine,
    patience: Duration,
) -> anyhow::Result<Run> {
    let started = Instant::now();
    let mut lost_since = None;
    // Somebody who looks at the line wants to see it move.
    let wait = if progress.is_shown() { 1 } else { 30 };
    while !run.is_settled() {
        if started.elapsed() > patience {
            bail!(
                "the run {} has no answer after {} s; it goes on without us",
                run.id,
                patience.as_secs()
            );
        }
        progress.say(&stand(&run));
        match client
            .get::<Run>(&format!("/runs/{}?wait={wait}", run.id))
            .await
        {
            Ok(newer) => {
                run = newer;
                lost_since = None;
            }
            Err(error) => {
                let since = *lost_since.get_or_insert_with(Instant::now);
                pause_or_give_up(&error, since, progress)
                    .await
                    .map_err(|()| error)?;
            }
        }
    }
    Ok(run)
}

async fn pause_or_give_up(
    error: &ClientError,
    since: Instant,
    progress: &ProgressLine,
) -> Result<(), ()> {
    if !error.is_passing() || since.elapsed() > PATIENCE {
        return Err(());
    }
    progress.say("The server is away; trying again…");
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(())
}

fn stand(run: &Run) -> String {
    let check = run
        .checks
        .last()
        .and_then(|check| Report::deserialize(check).ok());
    match check {
        Some(check) if check.status == "running" => match check.policy_total {
            Some(total) => format!("Evaluated {} of {total} policies…", check.policy_done),
            None => "Checking…".to_owned(),
        },
        _ => "Waiting for a worker…".to_owned(),
    }
}
