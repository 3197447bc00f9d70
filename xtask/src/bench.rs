//! `cargo xtask bench`: how fast and how small, as ratios within one run.
//!
//! The release binary on SQLite with `synchronous=FULL`, its own folder, loopback only. What is
//! compared runs in the same minutes on the same machine, so that the ratios travel and the
//! absolute numbers need not. The table goes to `server/README.md` when `--write` is given.

mod client;
mod cpu;
mod load;
mod plan;
mod server;
mod table;

use std::{fs, time::Duration};

use anyhow::{Context, Result};

use self::{client::Client, load::Load, server::Server, table::Row};
use crate::{
    build::{self, Profile, Shrinking},
    command,
    project::Project,
    setup, step,
};

/// The sets of `examples/` that are evaluated: twenty policies.
pub(crate) const SETS: [&str; 4] = [
    "cost-and-size",
    "network-exposure",
    "tagging",
    "scalr-style",
];

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many checks the throughput is measured over.
    #[arg(long, default_value_t = 1_000)]
    checks: u32,
    /// Writes the table into server/README.md.
    #[arg(long)]
    write: bool,
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    setup::for_building(project, Shrinking::Required)?;
    build::assets(project, Shrinking::Required)?;
    let binary = build::binary(project, Profile::Release)?;
    let engine = engine_loop(project)?;

    let mut rows = Vec::new();
    let data = tempfile::tempdir().context("cannot create a temporary folder")?;
    let mut server = Server::new(&binary, data.path())?;
    server.start()?;
    Client::new(server.address()).prepare()?;
    for set in SETS {
        server.push(&project.root().join("examples").join(set), set)?;
    }

    step::quiet("throughput", || {
        let load = Load {
            clients: 16,
            resources: 50,
        };
        load.run(&server, 64)?;
        let before = cpu::of_tree(server.pid())?;
        let measured = load.run(&server, arguments.checks)?;
        let spent = cpu::of_tree(server.pid())? - before;
        let each = spent / arguments.checks;
        let alone = engine.cost(50)?;
        rows.push(Row::at_least(
            "checks a second, 50 resources, 20 policies, 16 clients",
            measured.rate(),
            40.0,
        ));
        rows.push(Row::at_most(
            "p50 in ms, POST to stored verdict",
            measured.millis(50),
            f64::MAX,
        ));
        rows.push(Row::at_most(
            "p99 in ms, POST to stored verdict",
            measured.millis(99),
            1_000.0,
        ));
        rows.push(Row::at_most("CPU of a check in ms", millis(each), f64::MAX));
        rows.push(Row::at_most(
            "CPU of the engine alone in ms",
            millis(alone),
            f64::MAX,
        ));
        rows.push(Row::at_most(
            "CPU of a check / engine alone",
            millis(each) / millis(alone),
            3.0,
        ));
        Ok(format!("{:.0} a second", measured.rate()))
    })?;
    step::quiet("ten times the resources", || {
        let small = Load {
            clients: 1,
            resources: 50,
        }
        .run(&server, 60)?
        .mean();
        let large = Load {
            clients: 1,
            resources: 500,
        }
        .run(&server, 30)?
        .mean();
        rows.push(Row::at_most(
            "time of a check, 500 resources / 50 resources",
            millis(large) / millis(small),
            12.0,
        ));
        Ok("ok".to_owned())
    })?;
    step::quiet("start and rest", || {
        server.stop()?;
        let ready = server.start()?;
        rows.push(Row::at_most(
            "ready after a start, ms",
            millis(ready),
            1_000.0,
        ));
        // Its first warm child is up when it is ready; nothing else happens by itself.
        let resident = cpu::resident_of_tree(server.pid())?;
        rows.push(Row::at_most(
            "resident when idle, children included, MB",
            resident,
            80.0,
        ));
        server.stop()?;
        Ok("ok".to_owned())
    })?;
    for (kind, budget) in [("wasm", 350.0), ("css", 15.0)] {
        rows.push(Row::at_most(
            &format!("{kind}, KB brotli"),
            build::site::kilobytes(&project.site(), kind)?,
            budget,
        ));
    }
    let text = table::render(&rows);
    println!("\n{text}");
    if arguments.write {
        table::write_into(&project.root().join("server/README.md"), &text)?;
    }
    table::verdict(&rows)
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}

/// The engine alone in a loop, as a program of its own, built like the server.
struct EngineLoop<'a> {
    project: &'a Project,
}

fn engine_loop(project: &Project) -> Result<EngineLoop<'_>> {
    step::loud("engine alone", || {
        command::show(project.cargo().args([
            "build",
            "--release",
            "--package",
            "engine",
            "--example",
            "evaluation_loop",
        ]))
        .map(|()| "ok".to_owned())
    })?;
    Ok(EngineLoop { project })
}

impl EngineLoop<'_> {
    /// CPU time of one round: a plan parsed, twenty policies evaluated.
    fn cost(&self, resources: u32) -> Result<Duration> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("plan.json");
        fs::write(&file, plan::text(resources, 0))?;
        let program = self
            .project
            .cargo_target()
            .join("release/examples/evaluation_loop");
        let sets = SETS.map(|set| self.project.root().join("examples").join(set));
        let printed = command::capture(
            std::process::Command::new(program)
                .arg("300")
                .arg(&file)
                .args(sets),
        )?;
        let micros = printed
            .trim()
            .parse()
            .context("the engine's loop printed no number")?;
        Ok(Duration::from_micros(micros))
    }
}
