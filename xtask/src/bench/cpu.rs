//! What a process and its descendants used, from proc(5).

use std::{fs, time::Duration};

use anyhow::{Context, Result};

/// A clock tick of proc(5) on Linux.
const TICK: Duration = Duration::from_millis(10);

struct Process {
    pid: u32,
    parent: u32,
    /// Its own time and that of children which ended.
    ticks: u64,
}

/// User and system time of `pid` and everything below it, ended children included.
pub(super) fn of_tree(pid: u32) -> Result<Duration> {
    let ticks: u64 = tree(pid)?.iter().map(|process| process.ticks).sum();
    Ok(TICK * u32::try_from(ticks).unwrap_or(u32::MAX))
}

/// Resident memory of `pid` and everything below it together in MB. A page that several of them
/// share counts once in all, not once for each (proportional shares: `Pss` of proc(5)).
pub(super) fn resident_of_tree(pid: u32) -> Result<f64> {
    let mut kilobytes = 0;
    for process in tree(pid)? {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", process.pid))
            .or_else(|_| fs::read_to_string(format!("/proc/{}/status", process.pid)))?;
        let line = text
            .lines()
            .find(|line| line.starts_with("Pss:") || line.starts_with("VmRSS:"))
            .context("no resident size in proc")?;
        let number = line
            .split_whitespace()
            .nth(1)
            .context("no number in proc")?;
        kilobytes += number.parse::<u32>()?;
    }
    Ok(f64::from(kilobytes) * 1_024.0 / 1_000_000.0)
}

/// The most memory of `pid` alone that was ever resident, in MiB.
pub(super) fn peak(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = peak.and_then(|rest| rest.split_whitespace().next());
    let kib: u32 = number.context("no VmHWM in proc")?.parse()?;
    Ok(f64::from(kib) / 1_024.0)
}

fn tree(root: u32) -> Result<Vec<Process>> {
    let mut all = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // A process may end while we look.
        if let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) {
            all.push(parse(pid, &stat)?);
        }
    }
    let mut found = vec![root];
    loop {
        let before = found.len();
        for process in &all {
            if found.contains(&process.parent) && !found.contains(&process.pid) {
                found.push(process.pid);
            }
        }
        if found.len() == before {
            break;
        }
    }
    all.retain(|process| found.contains(&process.pid));
    Ok(all)
}

fn parse(pid: u32, stat: &str) -> Result<Process> {
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .context("/proc/PID/stat has another form")?
        .1
        .split_whitespace()
        .collect();
    let number = |index: usize| -> Result<u64> {
        Ok(fields
            .get(index)
            .context("/proc/PID/stat is short")?
            .parse()?)
    };
    Ok(Process {
        pid,
        parent: u32::try_from(number(1)?)?,
        // utime, stime, cutime, cstime
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_name_with_spaces_and_parentheses_is_skipped() {
        let stat = "7 (a) b) S 3 7 7 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1";
        let process = parse(7, stat).unwrap();
        assert_eq!((process.parent, process.ticks), (3, 100));
    }
}
