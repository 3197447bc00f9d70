//! How much memory of a process is resident.

use std::path::Path;

/// Bytes of `pid` that are resident; `None` where the system does not say or the process is gone.
pub(super) fn of(pid: u32) -> Option<u64> {
    read(&Path::new("/proc").join(pid.to_string()))
}

/// Whether this system says it.
pub(super) fn works() -> Result<String, String> {
    match read(Path::new("/proc/self")) {
        Some(_) => Ok("by the parent".to_owned()),
        None => Err("/proc does not say what is resident".to_owned()),
    }
}

fn read(process: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(process.join("statm")).ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    // SAFETY: asks for a constant of the system.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    Some(pages * u64::try_from(page).ok()?)
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_lives_has_something_resident_and_a_dead_one_nothing() {
        assert!(super::of(std::process::id()).is_some_and(|bytes| bytes > 1 << 20));
        assert_eq!(super::of(u32::MAX), None);
    }
}
