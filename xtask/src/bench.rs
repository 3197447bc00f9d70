//! `cargo xtask bench`: how fast and how small, as ratios within one run.
//!
//! The release binary on SQLite with `synchronous=FULL`, its own folder, loopback only. What is
//! compared runs in the same minutes on the same machine, so that the ratios travel and the
//! absolute numbers need not. The table goes to `server/README.md` when `--write` is given.

mod browser;
mod client;
mod cpu;
mod engine;
mod engine_loop;
mod load;
mod neighbours;
mod plan;
mod server;
mod table;

use std::time::Duration;

use anyhow::{Context, Result};

use self::{
    client::{ACME, Client},
    engine_loop::EngineLoop,
    load::Load,
    server::Server,
    table::Row,
};
use crate::{
    build::{self, Profile, Shrinking},
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
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    part: Option<Part>,
    /// How many checks the throughput is measured over.
    #[arg(long, default_value_t = 1_000)]
    checks: u32,
    /// Writes the table into server/README.md.
    #[arg(long)]
    write: bool,
}

/// What can be measured by itself.
#[derive(clap::Subcommand)]
enum Part {
    /// Measures the evaluation of policies beside bare regorus, OPA and the floor.
    Engine(engine::Arguments),
    /// Measures what a hostile organization costs another one on the same server.
    Neighbours(neighbours::Arguments),
}

/// The subcommand.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    match &arguments.part {
        Some(Part::Engine(arguments)) => engine::run(project, arguments),
        Some(Part::Neighbours(arguments)) => neighbours::run(project, arguments),
        None => product(project, arguments),
    }
}

fn product(project: &Project, arguments: &Arguments) -> Result<()> {
    setup::for_building(project, Shrinking::Required)?;
    build::assets(project, Shrinking::Required)?;
    let binary = build::binary(project, Profile::Release)?;
    let engine = EngineLoop::build(project)?;

    let data = tempfile::tempdir().context("cannot create a temporary folder")?;
    let mut server = Server::new(&binary, data.path())?;
    server.start()?;
    prepare(project, &server)?;

    let mut rows = Vec::new();
    rows.extend(step::measured("throughput", || {
        throughput(&server, &engine, arguments.checks)
    })?);
    rows.extend(step::measured("ten times the resources", || {
        growth(&server)
    })?);
    let list_page = browser::heaviest_list_page(&server)?;
    rows.extend(step::measured("start and rest", || rest(&mut server))?);
    rows.extend(step::measured("beside a hostile organization", || {
        neighbours::rows(project, &binary, neighbours::CHECKS)
    })?);
    rows.extend(sizes(project)?);
    rows.push(Row::at_most(
        "heaviest list page, KB brotli",
        list_page,
        20.0,
    ));

    let text = table::render(&rows);
    println!("\n{text}");
    if arguments.write {
        table::write_into(&project.root().join("server/README.md"), &text)?;
    }
    table::verdict(&rows)
}

/// The organization whose checks are measured, with its policies.
fn prepare(project: &Project, server: &Server) -> Result<()> {
    let client = Client::new(server.address(), ACME);
    client.prepare()?;
    for set in SETS {
        client.put_policy_set(set, &serde_json::json!({"global": true}))?;
        server.push(&project.root().join("examples").join(set), ACME, set)?;
    }
    Ok(())
}

/// How many checks a second, how long each waits, and what it costs beside the engine alone.
fn throughput(server: &Server, engine: &EngineLoop<'_>, checks: u32) -> Result<Vec<Row>> {
    let load = Load {
        clients: 16,
        resources: 50,
    };
    load.run(server, 64)?;
    let before = cpu::of_tree(server.pid())?;
    let measured = load.run(server, checks)?;
    let each = cpu::of_tree(server.pid())?.saturating_sub(before) / checks;
    let alone = engine.cost(50)?;
    Ok(vec![
        Row::at_least(
            "checks a second, 50 resources, 20 policies, 16 clients",
            measured.rate(),
            40.0,
        ),
        Row::shown("p50 in ms, POST to stored verdict", measured.millis(50)),
        Row::at_most(
            "p99 in ms, POST to stored verdict",
            measured.millis(99),
            1_000.0,
        ),
        Row::shown("CPU of a check in ms", millis(each)),
        Row::shown("CPU of the engine alone in ms", millis(alone)),
        Row::at_most(
            "CPU of a check / engine alone",
            millis(each) / millis(alone),
            3.0,
        ),
    ])
}

/// How the time of a check grows with the plan.
fn growth(server: &Server) -> Result<Vec<Row>> {
    let mean = |resources, checks| -> Result<f64> {
        let load = Load {
            clients: 1,
            resources,
        };
        Ok(millis(load.run(server, checks)?.mean()))
    };
    let (small, large) = (mean(50, 60)?, mean(500, 30)?);
    Ok(vec![Row::at_most(
        "time of a check, 500 resources / 50 resources",
        large / small,
        12.0,
    )])
}

/// How soon a server on an existing database is ready, and what it holds while nothing happens:
/// fresh, and after all that work.
fn rest(server: &mut Server) -> Result<Vec<Row>> {
    // Twice what it takes until children that grew are let go.
    std::thread::sleep(Duration::from_secs(30));
    let after_work = cpu::resident_of_tree(server.pid())?;
    server.stop()?;
    let ready = server.start()?;
    // Its first warm child is up when it is ready; nothing else happens by itself.
    let fresh = cpu::resident_of_tree(server.pid())?;
    server.stop()?;
    Ok(vec![
        Row::at_most("ready after a start, ms", millis(ready), 1_000.0),
        Row::at_most(
            "resident after a start, children included, MB (Pss)",
            fresh,
            80.0,
        ),
        Row::at_most(
            "resident half a minute after the load, children included, MB (Pss)",
            after_work,
            80.0,
        ),
    ])
}

/// What a browser loads.
fn sizes(project: &Project) -> Result<Vec<Row>> {
    [("wasm", 350.0), ("css", 15.0)]
        .into_iter()
        .map(|(kind, budget)| {
            let size = build::site::kilobytes(&project.site(), kind)?;
            Ok(Row::at_most(&format!("{kind}, KB brotli"), size, budget))
        })
        .collect()
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}
