//! The engine alone, in a loop: what a check would cost without a server, a database and a
//! sandbox. `cargo xtask bench` divides the cost of a real check by what this prints.
//!
//! `evaluation-loop ROUNDS PLAN SET…`: evaluates every policy of the bundle directories on the plan,
//! parsed anew each round; prints the rounds' CPU time in microseconds a round.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use engine::{EvaluationLimits, Inputs, LoadedSet, Plan, Reads, SetOptions, pack};
use sandbox as _; // for its allocators; started with a child's variable, it has that of checks

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds: u32 = arguments.next().ok_or("ROUNDS is missing")?.parse()?;
    let plan = fs::read(arguments.next().ok_or("PLAN is missing")?)?;
    let mut sets = Vec::new();
    for folder in arguments {
        let bundle = pack(files(Path::new(&folder), "")?);
        let set = LoadedSet::load(&bundle, SetOptions::default())
            .map_err(|problems| format!("{folder}: {problems:?}"))?;
        sets.push(set);
    }
    let run = serde_json::from_str(RUN)?;
    let limits = EvaluationLimits {
        timer: Duration::from_secs(10),
        ..EvaluationLimits::default()
    };
    let mut reads = Reads::default();
    for set in &sets {
        for policy in 0..set.policies().len() {
            set.add_reads(policy, &mut reads);
        }
    }
    let round = || -> Result<usize, Box<dyn Error>> {
        let inputs = Inputs::new(&Plan::parse_read(&plan, &reads)?, &run);
        let mut messages = 0;
        for set in &sets {
            for policy in 0..set.policies().len() {
                messages += set.evaluate(policy, &inputs, &limits).messages.len();
            }
        }
        Ok(messages)
    };
    round()?;
    let before = cpu_micros()?;
    for _ in 0..rounds {
        round()?;
    }
    println!("{}", (cpu_micros()? - before) / u64::from(rounds.max(1)));
    Ok(())
}

/// User and system time of this process in microseconds (proc(5), fields 14 and 15, in ticks of a
/// hundredth of a second on Linux).
fn cpu_micros() -> Result<u64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .ok_or("/proc/self/stat has another form")?
        .1
        .split_whitespace()
        .collect();
    Ok((fields[11].parse::<u64>()? + fields[12].parse::<u64>()?) * 10_000)
}

/// Paths as the bundle knows them, with their contents.
type Files = Vec<(String, Vec<u8>)>;

fn files(folder: &Path, prefix: &str) -> Result<Files, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path(), &format!("{name}/"))?);
        } else {
            found.push((name, fs::read(entry.path())?));
        }
    }
    Ok(found)
}

const RUN: &str = r#"{
  "id": "run-0000000000000000", "created_at": "2026-01-05T10:00:00.000Z", "created_by": "bench",
  "created_by_email": null, "created_by_userid": "bench", "message": null, "source": "api",
  "commit": null, "branch": null, "is_destroy": false, "is_dry": false, "organization": "acme",
  "project_id": "prj-0000000000000000", "project": "Default Project",
  "workspace_id": "ws-0000000000000000", "workspace": "bench",
  "workspace_created_at": "2026-01-05T10:00:00.000Z", "workspace_description": null,
  "auto_apply": false, "working_directory": null, "tags": []
}"#;
