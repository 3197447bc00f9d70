//! Letting other processes go first.

use std::path::Path;

/// How much nicer a child is that works for long: others have three times its share of a processor that
/// both want. A processor that nobody else wants is its own.
const NICE: i32 = 5;

/// How long it would like to have a processor for at a time, in nanoseconds: since Linux 6.12 whoever wants one
/// for shorter, as everybody else does, and has slept, need not wait until it is through.
const SLICE: u64 = 20_000_000;

/// Lets others go before all threads of `pid` from now on; there is no way back. Where the system cannot,
/// nothing happens.
pub(super) fn lower(pid: u32) {
    let threads = Path::new("/proc").join(pid.to_string()).join("task");
    let Ok(threads) = std::fs::read_dir(threads) else {
        return;
    };
    for thread in threads.flatten() {
        let id = thread.file_name();
        let Some(id) = id.to_str().and_then(|id| id.parse::<libc::id_t>().ok()) else {
            continue;
        };
        give_way(id);
    }
}

#[cfg(target_os = "linux")]
fn give_way(thread: libc::id_t) {
    let attributes = libc::sched_attr {
        size: u32::try_from(size_of::<libc::sched_attr>()).unwrap_or_default(),
        sched_policy: libc::SCHED_OTHER.unsigned_abs(),
        sched_flags: 0,
        sched_nice: NICE,
        sched_priority: 0,
        sched_runtime: SLICE,
        sched_deadline: 0,
        sched_period: 0,
    };
    // SAFETY: takes a number, a structure of the size that it names and that outlives the call, and no flags; a
    // thread that is gone is an error, which changes nothing.
    let outcome =
        unsafe { libc::syscall(libc::SYS_sched_setattr, thread, &raw const attributes, 0) };
    if outcome != 0 {
        be_nicer(thread);
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way(thread: libc::id_t) {
    be_nicer(thread);
}

fn be_nicer(thread: libc::id_t) {
    // SAFETY: takes three numbers; a thread that is gone is an error, which changes nothing.
    unsafe {
        libc::setpriority(libc::PRIO_PROCESS, thread, NICE);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn every_thread_of_a_process_gives_way() {
        let mut child = std::process::Command::new("sleep")
            .arg("30")
            .spawn()
            .unwrap();
        super::lower(child.id());
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        let _ = child.kill();
        let _ = child.wait();
        let (_, fields) = stat.rsplit_once(')').unwrap();
        assert_eq!(fields.split_whitespace().nth(16), Some("5"), "{stat}");
    }
}
