//! `cargo xtask test`: everything that CI runs, in its order, with what it needs set up first.
//!
//! A stage that fails ends the run (`--keep-going` goes on); the table at the end says how long
//! each took. Stages whose subject does not exist yet say so in a line of their own.

mod browser;
mod budget;
pub(crate) mod checks;
mod cluster;
mod generated;
mod stage;
mod table;

use std::{path::PathBuf, time::Instant};

use anyhow::{Result, bail};

use self::{
    cluster::Cluster,
    stage::{Outcome, Stage},
};
use crate::{
    build::{self, Profile, Shrinking},
    differential,
    project::Project,
    setup,
};

/// Which part to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these stages.
    #[arg(long, value_delimiter = ',', value_name = "STAGE")]
    only: Vec<Stage>,
    /// Run the later stages although an earlier one failed.
    #[arg(long)]
    keep_going: bool,
}

/// What stages leave for each other.
struct Run<'a> {
    project: &'a Project,
    /// Started by the first stage that wants it.
    cluster: Option<Cluster>,
    generated: generated::Baseline,
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let stages = if arguments.only.is_empty() {
        Stage::ALL.to_vec()
    } else {
        arguments.only.clone()
    };
    set_up(project, &stages)?;
    let generated = if stages == [Stage::Generated] {
        generated::Baseline::committed()
    } else {
        generated::Baseline::now(project)?
    };
    let mut run = Run {
        project,
        cluster: None,
        generated,
    };
    let mut rows = Vec::new();
    for stage in stages {
        println!("\n== {stage}");
        let started = Instant::now();
        let outcome = run
            .stage(stage)
            .unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        match &outcome {
            Outcome::Passed => {}
            Outcome::Skipped(reason) => println!("skipped: {reason}"),
            Outcome::Failed(reason) => eprintln!("\n{stage} failed: {reason}"),
        }
        let is_failed = matches!(outcome, Outcome::Failed(_));
        rows.push(table::Row {
            stage,
            took: started.elapsed(),
            outcome,
        });
        if is_failed && !arguments.keep_going {
            break;
        }
    }
    // Its stopping belongs to the run, not to what is printed after it.
    drop(run);
    print!("\n{}", table::render(&rows));
    let failed: Vec<String> = rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Failed(_)))
        .map(|row| row.stage.to_string())
        .collect();
    if !failed.is_empty() {
        bail!(
            "failed: {}. Again: `cargo xtask test --only {}`",
            failed.join(", "),
            failed.join(",")
        );
    }
    Ok(())
}

fn set_up(project: &Project, stages: &[Stage]) -> Result<()> {
    if stages.iter().any(|stage| stage.needs_browser_toolchain()) {
        setup::for_building(project, Shrinking::Required)?;
    }
    if stages.contains(&Stage::Browser) {
        setup::chromium()?;
    }
    if stages.contains(&Stage::Test) {
        setup::postgres()?;
    }
    Ok(())
}

impl Run<'_> {
    fn stage(&mut self, stage: Stage) -> Result<Outcome> {
        match stage {
            Stage::Fmt => checks::fmt(self.project),
            Stage::Clippy => checks::clippy(self.project),
            Stage::ClippyWasm => checks::clippy_wasm(self.project),
            Stage::EngineWasm => checks::engine_wasm(self.project),
            Stage::Doc => checks::doc(self.project),
            Stage::Test => {
                let url = self.cluster()?.url().to_owned();
                checks::cargo_test(self.project, &url)
            }
            Stage::Differential => {
                let skipped =
                    differential::compare(self.project, &differential::Arguments::default())?;
                Ok(skipped.map_or(Outcome::Passed, Outcome::Skipped))
            }
            Stage::Build => self.build().map(|_| Outcome::Passed),
            Stage::Budget => budget::check(&self.project.site()),
            Stage::Browser => {
                if !browser::has_specs(self.project)? {
                    return Ok(Outcome::Skipped("end2end has no *.spec.ts".to_owned()));
                }
                let binary = self.build()?;
                browser::run(self.project, &binary)
            }
            Stage::Generated => self.generated.compare(self.project),
        }
    }

    /// What is already built is not built again, so that a stage alone finds what it needs.
    fn build(&self) -> Result<PathBuf> {
        build::assets(self.project, Shrinking::Required)?;
        build::binary(self.project, Profile::Tested)
    }

    fn cluster(&mut self) -> Result<&Cluster> {
        Ok(match self.cluster.take() {
            Some(running) => self.cluster.insert(running),
            None => self.cluster.insert(Cluster::start()?),
        })
    }
}
