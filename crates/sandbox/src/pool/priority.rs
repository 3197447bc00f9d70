//! Letting other processes go first.

use std::path::Path;

/// How much nicer a child is that works for long: others have three times its share of a processor that
/// both want. A processor that nobody else wants is its own.
const NICE: libc::c_int = 5;

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
        // SAFETY: takes three numbers; a thread that is gone is an error, which changes nothing.
        unsafe {
            libc::setpriority(libc::PRIO_PROCESS, id, NICE);
        }
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
