//! How many files and connections this process may have open.

use std::io;

/// What is assumed where the system does not tell.
const USUAL: u64 = 1_024;

/// Raises the limit as far as the system allows without asking anybody, and answers with it.
///
/// The usual limit, 1,024, is there for programs that use `select`; a server meets it on a busy day.
pub fn raise_open_files() -> u64 {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: writes one `rlimit`, which lives through the call.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } != 0 {
        tracing::warn!(
            "the limit on open files cannot be read: {}",
            io::Error::last_os_error()
        );
        return USUAL;
    }
    let before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    // SAFETY: reads one `rlimit`, which lives through the call.
    if unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) } != 0 {
        tracing::warn!(
            "the limit on open files stays {before}: {}",
            io::Error::last_os_error()
        );
        return before;
    }
    limit.rlim_cur
}
