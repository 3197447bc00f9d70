//! Limits of the process.

use std::io;
use std::os::fd::RawFd;

use super::{Attempt, missing};

#[cfg(all(target_os = "linux", target_env = "gnu"))]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
type Resource = libc::c_int;

/// Nothing of it at all.
pub(in crate::child) fn zero(resource: Resource) -> Attempt {
    set(resource, 0, 0)?;
    Ok(String::new())
}

/// No descriptor beyond those that are open.
pub(in crate::child) fn descriptors(highest: RawFd) -> Attempt {
    let limit = libc::rlim_t::try_from(highest).map_err(|error| error.to_string())? + 1;
    set(libc::RLIMIT_NOFILE, limit, limit)?;
    Ok(format!("{limit}"))
}

/// Address space: allocations beyond it are refused, which ends the process with a message.
pub(in crate::child) fn address_space(bytes: u64) -> Attempt {
    set(libc::RLIMIT_AS, bytes, bytes)?;
    Ok(format!("{} MiB of addresses", bytes >> 20))
}

/// Processor time from now on, in seconds; it can be asked for again before each job.
///
/// It backs up the parent's wall clock when the parent is stopped or too busy to keep it.
pub(in crate::child) fn cpu(seconds: u64) -> Attempt {
    let used = used_cpu().ok_or_else(|| missing("clock_gettime"))?;
    set(libc::RLIMIT_CPU, used + 1 + seconds, libc::RLIM_INFINITY)?;
    Ok("for each job".to_owned())
}

/// Whole seconds of processor time that the process has used.
fn used_cpu() -> Option<u64> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: writes one `timespec`, which lives through the call.
    let done = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    (done == 0).then(|| u64::try_from(time.tv_sec).ok())?
}

/// Bytes of address space that are in use already: the binary, its libraries, its heap.
pub(in crate::child) fn mapped_bytes() -> Result<u64, String> {
    let text = std::fs::read_to_string("/proc/self/statm").map_err(|error| error.to_string())?;
    let pages: u64 = text
        .split(' ')
        .next()
        .and_then(|pages| pages.parse().ok())
        .ok_or("/proc/self/statm is not understood")?;
    // SAFETY: asks for a constant of the system.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    Ok(pages * u64::try_from(page).map_err(|error| error.to_string())?)
}

/// Sets a limit, or the highest that may still be set when that is lower.
fn set(resource: Resource, soft: libc::rlim_t, hard: libc::rlim_t) -> Result<(), String> {
    let failed = || io::Error::last_os_error().to_string();
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: writes one `rlimit`, which lives through the call.
    if unsafe { libc::getrlimit(resource, &raw mut limit) } != 0 {
        return Err(failed());
    }
    limit.rlim_cur = soft.min(limit.rlim_max);
    limit.rlim_max = hard.min(limit.rlim_max);
    // SAFETY: reads one `rlimit`, which lives through the call.
    match unsafe { libc::setrlimit(resource, &raw const limit) } {
        0 => Ok(()),
        _ => Err(failed()),
    }
}
