//! Protections that a child takes on before it reads anything that somebody sent.
//!
//! Each is best effort and says what became of it: a machine without one still has the others, and
//! the operator is told. The limits that must hold (memory, wall clock) are watched by the parent too.

pub(super) mod landlock;
pub(super) mod rlimits;
pub(super) mod seccomp;

use std::io;

/// What an attempt came to: what it is worth, or why it is missing.
pub(super) type Attempt = Result<String, String>;

/// The last error of a system call, as an attempt.
fn missing(what: &str) -> String {
    format!("{what}: {}", io::Error::last_os_error())
}

/// Refuses to go on when other threads exist: protections that are switched on by one thread do
/// not bind those that are already there.
pub(super) fn only_thread() -> Result<(), String> {
    match std::fs::read_dir("/proc/self/task").map(Iterator::count) {
        Ok(1) | Err(_) => Ok(()),
        Ok(count) => Err(format!(
            "{count} threads exist: call child_main first in main, before any thread or runtime"
        )),
    }
}

/// The kernel kills the child when the thread that started it ends.
#[cfg(target_os = "linux")]
pub(super) fn die_with_parent() -> Attempt {
    // SAFETY: sets a number in the kernel.
    match unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) } {
        0 => Ok(String::new()),
        _ => Err(missing("prctl")),
    }
}

/// No set-user-id program can give the child back what it lost; needed for the filters below.
#[cfg(target_os = "linux")]
pub(super) fn no_new_privileges() -> Attempt {
    // SAFETY: sets a flag in the kernel; the unused arguments must be 0 and are.
    match unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) } {
        0 => Ok(String::new()),
        _ => Err(missing("prctl")),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn die_with_parent() -> Attempt {
    Ok("by the closed pipe".to_owned())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn no_new_privileges() -> Attempt {
    Err("only on Linux".to_owned())
}

/// Waits until the parent has closed its end of standard input, which it also does by dying, and
/// leaves.
pub(super) fn watch_parent() -> ! {
    let mut watched = libc::pollfd {
        fd: libc::STDIN_FILENO,
        events: 0,
        revents: 0,
    };
    loop {
        // SAFETY: one `pollfd`, and it lives through the call.
        let count = unsafe { libc::poll(&raw mut watched, 1, -1) };
        let interrupted =
            count < 0 && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted;
        if !interrupted {
            leave(0);
        }
    }
}

/// Ends the process without running anything else in it: the other thread may be anywhere.
pub(super) fn leave(code: i32) -> ! {
    // SAFETY: ends the process; nothing of it is used afterwards.
    unsafe { libc::_exit(code) }
}
