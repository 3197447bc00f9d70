//! What a hostile organization costs another one on the same server.
//!
//! One organization sends ordinary checks, first alone and then while another one sends checks whose policies
//! take all the time, or all the memory, that a check may have, as fast as they are answered.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::json;

use super::{
    client::Client,
    load::Load,
    plan,
    server::Server,
    table::{self, Row},
};
use crate::{
    build::{self, Profile, Shrinking},
    project::Project,
    setup, step,
};

/// How to measure.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// How many ordinary checks are measured, alone and beside the hostile ones.
    #[arg(long, default_value_t = CHECKS)]
    checks: u32,
    /// Measures this server instead of building one.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

/// Enough for a p99 that is not the slowest one.
pub(super) const CHECKS: u32 = 400;

/// Who means harm.
const HOSTILE: &str = "hostile";

/// How many checks it has under way at a time: many times what a server has children for.
const HOSTILE_CLIENTS: u32 = 24;

/// Bodies of rules that nothing comes out of before a limit is hit.
const BODIES: [(&str, &str); 6] = [
    (
        "loops",
        "xs := numbers.range(1, 100000); some x in xs; some y in xs; some z in xs; x * y * z == -1",
    ),
    (
        "patterns",
        "xs := numbers.range(1, 3000); some x in xs; some y in xs; some z in xs; \
         regex.match(sprintf(\"^%d+%d+$\", [x, y]), sprintf(\"%d\", [z])); z == -1",
    ),
    (
        "sorting",
        "xs := numbers.range(1, 100000); some x in xs; some y in xs; sort(xs)[0] == x + y + 99999999",
    ),
    (
        "pairs",
        "xs := numbers.range(1, 5000); ys := [[x, y] | some x in xs; some y in xs]; \
         zs := [[a, b] | some a in ys; some b in xs]; count(zs) == 0",
    ),
    (
        "texts",
        "xs := numbers.range(1, 5000); s := {sprintf(\"%060d-%060d\", [x, y]) | some x in xs; some y in xs}; \
         count(s) == 0",
    ),
    (
        "objects",
        "xs := numbers.range(1, 20000); o := {sprintf(\"%d-%d\", [x, y]): [x, y] | some x in xs; some y in xs}; \
         count(o) == 0",
    ),
];

/// The subcommand: this part alone.
pub(super) fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let binary = if let Some(binary) = &arguments.binary {
        binary.clone()
    } else {
        setup::for_building(project, Shrinking::Required)?;
        build::assets(project, Shrinking::Required)?;
        build::binary(project, Profile::Release)?
    };
    let rows = step::measured("beside a hostile organization", || {
        rows(project, &binary, arguments.checks)
    })?;
    println!("\n{}", table::render(&rows));
    table::verdict(&rows)
}

/// The figures, of a server of their own: what the hostile one leaves behind disturbs no other figure.
pub(super) fn rows(project: &Project, binary: &Path, checks: u32) -> Result<Vec<Row>> {
    let data = tempfile::tempdir().context("cannot create a temporary folder")?;
    let mut server = Server::new(binary, data.path())?;
    server.start()?;
    super::prepare(project, &server)?;
    let hostile = Client::new(server.address(), HOSTILE);
    hostile.prepare()?;
    push_hostile(&server, &hostile)?;

    let load = Load {
        clients: 2,
        resources: 50,
    };
    load.run(&server, 64)?;
    let alone = load.run(&server, checks)?;
    let is_over = AtomicBool::new(false);
    let (beside, answered) = thread::scope(|scope| {
        let clients: Vec<_> = (0..HOSTILE_CLIENTS)
            .map(|serial| {
                let (server, is_over) = (&server, &is_over);
                scope.spawn(move || harm(server, serial, is_over))
            })
            .collect();
        // By now the hostile ones have every child that they can get.
        thread::sleep(Duration::from_secs(3));
        let beside = load.run(&server, checks);
        is_over.store(true, Ordering::Relaxed);
        let mut answered = 0;
        for client in clients {
            answered += client.join().map_err(|_| anyhow!("a client broke"))??;
        }
        anyhow::Ok((beside?, answered))
    })?;
    ensure!(
        answered > 0,
        "no hostile check was answered, so they were not evaluated"
    );
    Ok(vec![
        Row::shown("p50 in ms alone, 2 clients", alone.millis(50)),
        Row::shown("p50 in ms beside a hostile organization", beside.millis(50)),
        Row::shown("p99 in ms alone, 2 clients", alone.millis(99)),
        Row::shown("p99 in ms beside a hostile organization", beside.millis(99)),
        Row::shown("hostile checks answered meanwhile", f64::from(answered)),
        Row::at_most(
            "p99 beside a hostile organization / alone",
            beside.millis(99) / alone.millis(99),
            2.0,
        ),
    ])
}

/// A set of policies that each take what they can get; and one of those alone that exhaust the memory, whose
/// children die soon and often.
fn push_hostile(server: &Server, client: &Client) -> Result<()> {
    for (set, bodies, workspace) in [
        ("slow", &BODIES[..3], "slow"),
        ("large", &BODIES[3..], "large"),
    ] {
        let folder = tempfile::tempdir()?;
        let mut manifest = String::new();
        for (name, body) in bodies {
            let query = format!("query = \"data.{name}.deny\"\n  enforcement_level = \"advisory\"");
            // Writing into a String cannot fail.
            let _ = writeln!(manifest, "policy \"{name}\" {{\n  {query}\n}}");
            let policy = format!("package {name}\n\ndeny contains \"x\" if {{ {body} }}\n");
            fs::write(folder.path().join(format!("{name}.rego")), policy)?;
        }
        fs::write(folder.path().join("policies.hcl"), manifest)?;
        client.put_workspace(workspace)?;
        client.put_policy_set(set, &json!({"workspaces": [workspace]}))?;
        server.push(folder.path(), HOSTILE, set)?;
    }
    Ok(())
}

/// Sends one hostile check after the other until it is over; says how many were answered.
fn harm(server: &Server, serial: u32, is_over: &AtomicBool) -> Result<u32> {
    let client = Client::new(server.address(), HOSTILE);
    let plan = plan::text(5, serial);
    let workspace = if serial.is_multiple_of(2) {
        "slow"
    } else {
        "large"
    };
    let mut answered = 0;
    while !is_over.load(Ordering::Relaxed) {
        let check = client.submit_to(workspace, &plan)?;
        while !is_over.load(Ordering::Relaxed) {
            let status = client.status(&check, 1)?;
            if !matches!(status.as_str(), "queued" | "running") {
                ensure!(
                    status != "soft_failed" && status != "hard_failed",
                    "{status}"
                );
                answered += 1;
                break;
            }
        }
    }
    Ok(answered)
}
