//! `portcullis eval DIR PLAN.json`: a check without a server.

mod local_check;

use std::path::PathBuf;

use anyhow::{Context, bail};
use bytes::Bytes;
use clap::Args;
use clap::builder::FalseyValueParser;
use domain::{Clock, Digest};
use sandbox::{EvaluationJob, JobSet, Network, Party, PlanInput, SetOptions};
use serde::Deserialize;
use service::SystemClock;
use sha2::{Digest as _, Sha256};

use super::exit::Exit;
use super::folder;
use super::plan_file;
use super::report::Report;
use super::terminal::{self, Palette, ProgressLine, harmless};
use super::{Format, RegoVersion};
use crate::config::SandboxArgs;
use crate::serve::open_sandbox;
use local_check::LocalCheck;

/// What `eval` needs to know.
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// The folder with the manifest
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What `terraform show -json PLANFILE` wrote, plain or gzipped; `-` is standard input
    #[arg(value_name = "PLAN.json", required_unless_present = "input")]
    plan: Option<PathBuf>,
    /// A whole input document instead of a plan, used as it is
    #[arg(
        long,
        env = "PORTCULLIS_INPUT",
        value_name = "INPUT.json",
        conflicts_with = "plan"
    )]
    input: Option<PathBuf>,
    /// `mandatory` policies can be overridden, as in a set that is `overridable`
    #[arg(long, env = "PORTCULLIS_OVERRIDABLE", value_parser = FalseyValueParser::new())]
    overridable: bool,
    /// A built-in error is the policy's error instead of undefined
    #[arg(long, env = "PORTCULLIS_STRICT", value_parser = FalseyValueParser::new())]
    strict: bool,
    /// The Rego that the policies are written in; each file says itself when it is left out
    #[arg(long, env = "PORTCULLIS_REGO_VERSION", value_enum)]
    rego_version: Option<RegoVersion>,
    /// The largest plan in MiB, decompressed
    #[arg(
        long, env = "PORTCULLIS_MAX_PLAN_MB", default_value_t = 64, value_name = "MIB",
        value_parser = clap::value_parser!(u64).range(1..=1024)
    )]
    max_plan_mb: u64,
    /// How the result is printed
    #[arg(long, env = "PORTCULLIS_FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    sandbox: SandboxArgs,
}

/// Packs, evaluates in a child, prints.
pub(super) async fn eval(args: EvalArgs) -> anyhow::Result<Exit> {
    let bundle = Bytes::from(sandbox::pack(folder::read(&args.folder)?));
    let (document, plan) = input(&args)?;
    let clock = SystemClock;
    let created_at = clock.now();
    let job = EvaluationJob {
        plan,
        sets: vec![JobSet {
            digest: digest(&bundle),
            bundle,
            options: SetOptions {
                strict: args.strict,
                dialect: args.rego_version.map(Into::into),
                // Whoever looks at a policy here may see what it does before it calls anything.
                network: Network::Unreachable,
            },
            only_enabled: true,
        }],
        party: Party::default(),
    };
    let sandbox = open_sandbox(&args.sandbox)?;
    let progress = ProgressLine::new();
    let evaluation = sandbox
        .evaluate(job, |at| {
            progress.say(&format!("Evaluated {} of {} policies…", at.done, at.total));
        })
        .await;
    sandbox.shutdown().await;
    drop(progress);
    let evaluation = evaluation.context("the evaluation has no answer")?;
    let engine = evaluation.engine;
    let Some(set) = evaluation.sets.into_iter().next() else {
        bail!("the evaluation has no answer");
    };
    let name = args
        .folder
        .canonicalize()
        .ok()
        .and_then(|path| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        })
        .unwrap_or_else(|| "policies".to_owned());
    let mut check = LocalCheck::new(&name, set, args.overridable);
    check.finish(digest(&document), engine, created_at, clock.now());
    print(&check, args.format)
}

/// The document that is evaluated, and how policies see it.
fn input(args: &EvalArgs) -> anyhow::Result<(Bytes, PlanInput)> {
    if let Some(path) = &args.input {
        let bytes = plan_file::decompressed(plan_file::read(path)?, args.max_plan_mb)?;
        serde_json::from_slice::<serde::de::IgnoredAny>(&bytes)
            .with_context(|| format!("{} is not JSON", path.display()))?;
        return Ok((bytes.clone(), PlanInput::Raw(bytes)));
    }
    let path = args.plan.clone().unwrap_or_default();
    let bytes = plan_file::decompressed(plan_file::read(&path)?, args.max_plan_mb)?;
    sandbox::inspect_plan(&bytes)
        .with_context(|| format!("{} cannot be checked", path.display()))?;
    let run = Box::new(local_check::run_document(SystemClock.now()));
    Ok((bytes.clone(), PlanInput::Plan { bytes, run }))
}

fn print(check: &LocalCheck, format: Format) -> anyhow::Result<Exit> {
    let json = serde_json::to_value(check)?;
    let report = Report::deserialize(&json)?;
    match format {
        Format::Json => terminal::print(&format!("{}\n", serde_json::to_string_pretty(&json)?)),
        Format::Text => {
            for problem in check.problems() {
                terminal::print(&format!("{}\n", harmless(&problem.to_string())));
            }
            terminal::print(&report.text(Palette::of_stdout()));
        }
    }
    Ok(Exit::of_check(&report.status))
}

fn digest(bytes: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::digest(bytes).into())
}
