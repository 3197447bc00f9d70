//! `cargo xtask bench engine`: what evaluating policies costs, beside what else could do it.
//!
//! Ten policies, the same for everybody, over plans of growing size: through the sandbox, as the
//! server does it; by the engine alone; by regorus as it comes; by a real OPA, where the PATH has one;
//! and by typed structs of just what the policies read, which is the floor. Everybody has a process of
//! its own, and they take turns, so that the ratios are of the same minutes. Who answers otherwise than
//! regorus' interpreter ends the run.

mod contender;
mod goals;
mod grid;
mod opa;
mod opa_eval;
mod plans;
mod subject;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Result, ensure};

use self::{
    contender::{Contender, Denials, Figures, Who},
    opa::OpaServer,
    opa_eval::OpaEval,
    subject::Subject,
};
use super::table;
use crate::{command, project::Project, step};

/// The policies, with their manifest and their data.
const SET: &str = "crates/benchmark/set";

/// The page that has the table.
const PAGE: &str = "crates/engine/README.md";

/// How often each one begins with the sources.
const COLD: usize = 3;

/// How long a turn takes, about.
const TURN: Duration = Duration::from_secs(2);

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Sizes of the plans, in resources
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000, 50_000])]
    resources: Vec<usize>,
    /// How many turns each one has
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    turns: u32,
    /// Writes the table into crates/engine/README.md
    #[arg(long)]
    write: bool,
}

/// What was measured over plans of one size.
struct Measured {
    resources: usize,
    /// Bytes of the plan.
    bytes: usize,
    figures: Vec<(Who, Figures)>,
}

impl Measured {
    fn of(&self, who: Who) -> Option<&Figures> {
        let mut figures = self.figures.iter();
        figures.find(|(other, _)| *other == who).map(|(_, of)| of)
    }
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let programs = subject::build(project)?;
    let opa = command::on_path("opa");
    if opa.is_none() {
        println!("no `opa` on the PATH: the table has no OPA");
    }
    let folder = tempfile::tempdir()?;
    let mut sizes = arguments.resources.clone();
    sizes.sort_unstable();
    let mut all = Vec::new();
    for resources in sizes {
        let plan = folder.path().join("plan.json");
        let text = plans::text(resources);
        fs::write(&plan, &text)?;
        let input = folder.path().join("input.json");
        fs::write(&input, format!("{{\"plan\":{text}}}"))?;
        let bench = Bench {
            set: project.root().join(SET),
            plan,
            input,
            programs: &programs,
            opa: opa.as_deref(),
            scratch: folder.path(),
        };
        let figures = step::measured(&format!("{resources} resources"), || {
            bench.measure(arguments.turns)
        })?;
        all.push(Measured {
            resources,
            bytes: text.len(),
            figures,
        });
    }
    let rows = goals::rows(&all);
    let text = format!("{}\n{}", grid::render(&all), table::render(&rows));
    println!("\n{text}");
    if arguments.write {
        table::write_into(&project.root().join(PAGE), &text)?;
    }
    table::verdict(&rows)
}

/// One plan, and what is needed to evaluate it.
struct Bench<'a> {
    set: PathBuf,
    plan: PathBuf,
    /// The same as the document that policies read, for who is no server of ours.
    input: PathBuf,
    programs: &'a Path,
    opa: Option<&'a Path>,
    scratch: &'a Path,
}

impl Bench<'_> {
    fn measure(&self, turns: u32) -> Result<Vec<(Who, Figures)>> {
        let mut all = self.contenders()?;
        let mut figures = Vec::new();
        for (_, contender) in &mut all {
            let cold = contender.cold()?;
            // The first ones after the start are no warm ones yet, and say how many fit in a turn.
            let first = contender.warm(2)?.pop();
            let rounds = first.map_or(0, |first| rounds_in(TURN, first));
            figures.push((vec![cold], Vec::new(), rounds));
        }
        for _ in 0..turns {
            for ((_, contender), (_, warm, rounds)) in all.iter_mut().zip(&mut figures) {
                warm.extend(contender.warm(*rounds)?);
            }
        }
        compare(&mut all)?;
        let mut peaks = Vec::new();
        for (_, contender) in &mut all {
            peaks.push(contender.peak()?);
        }
        for _ in 1..COLD {
            for ((_, contender), (cold, ..)) in all.iter_mut().zip(&mut figures) {
                cold.push(contender.cold()?);
            }
        }
        let names = all.into_iter().map(|(who, _)| who);
        let figures = figures.into_iter().zip(peaks);
        Ok(names
            .zip(figures)
            .map(|(who, ((cold, warm, _), peak))| (who, Figures::new(cold, warm, peak)))
            .collect())
    }

    fn contenders(&self) -> Result<Vec<(Who, Box<dyn Contender>)>> {
        let mut all: Vec<(Who, Box<dyn Contender>)> = Vec::new();
        for who in [Who::Sandbox, Who::Engine, Who::Bare, Who::Floor] {
            let document = match who {
                Who::Sandbox | Who::Engine => &self.plan,
                _ => &self.input,
            };
            let subject = Subject::start(self.programs, who, &self.set, document)?;
            all.push((who, Box::new(subject)));
        }
        if let Some(opa) = self.opa {
            let question = opa::Question::new(&self.set, self.scratch)?;
            let server = OpaServer::new(opa, question.clone(), &self.input)?;
            all.push((Who::OpaServer, Box::new(server)));
            let eval = OpaEval::new(opa, question, &self.input);
            all.push((Who::OpaEval, Box::new(eval)));
        }
        Ok(all)
    }
}

/// How many evaluations a turn has: three at least, so that of plans of every size most figures are those of
/// an evaluation behind another one, and not of one behind somebody else's turn.
fn rounds_in(turn: Duration, each: Duration) -> u32 {
    let fit = turn.as_micros() / each.as_micros().max(1);
    u32::try_from(fit).unwrap_or(u32::MAX).clamp(3, 50)
}

/// Everybody has to say what regorus' interpreter says.
fn compare(all: &mut [(Who, Box<dyn Contender>)]) -> Result<()> {
    let mut answers: Vec<(Who, Denials)> = Vec::new();
    for (who, contender) in all {
        answers.push((*who, contender.denials()?));
    }
    let right = answers.iter().find(|(who, _)| *who == Who::Bare);
    for (who, denials) in &answers {
        let Some((_, right)) = right else { break };
        for (policy, texts) in right {
            let said = denials.get(policy);
            ensure!(
                said == Some(texts),
                "{}: {policy} has other messages than bare regorus: {}",
                who.title(),
                contender::difference(texts, said)
            );
        }
        ensure!(
            denials.len() == right.len(),
            "{}: {} policies answered, and {} in bare regorus",
            who.title(),
            denials.len(),
            right.len()
        );
    }
    Ok(())
}
