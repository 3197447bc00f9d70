//! Peaks of memory, from proc(5).

use std::fs;

use anyhow::{Context, Result};

/// The most that was ever resident of this process, in KiB.
///
/// # Errors
/// There is no proc(5).
pub fn peak_of_this() -> Result<u64> {
    peak("self")
}

/// The most that was ever resident of each process that this one started and that lives, in KiB,
/// together.
///
/// # Errors
/// There is no proc(5).
pub fn peak_of_children() -> Result<u64> {
    let mut sum = 0;
    for task in fs::read_dir("/proc/self/task")? {
        // A thread may end while we look.
        let children = fs::read_to_string(task?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace() {
            sum += peak(child)?;
        }
    }
    Ok(sum)
}

fn peak(process: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))
        .context("no /proc: peaks of memory are known on Linux only")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = peak.and_then(|rest| rest.split_whitespace().next());
    Ok(number.context("no VmHWM in /proc")?.parse()?)
}
