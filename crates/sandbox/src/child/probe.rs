//! Tries what must be impossible: a protection that is on and does not hold is worse than none.

use std::ffi::CString;
use std::io;

use crate::Protection;

/// Tries what must be impossible, and says what was refused.
pub(super) fn attempts() -> Vec<Protection> {
    vec![
        refused("no files", std::fs::File::open("/").map(drop)),
        refused(
            "no sockets",
            std::net::UdpSocket::bind("127.0.0.1:0").map(drop),
        ),
        refused("no programs", execute()),
        refused("no processes", fork()),
        refused("no signals", signal_parent()),
        Protection::of(
            "no environment",
            match std::env::vars_os().count() {
                0 => Ok(String::new()),
                count => Err(format!("{count} variables are set")),
            },
        ),
    ]
}

fn refused(name: &str, attempt: io::Result<()>) -> Protection {
    Protection::of(
        name,
        match attempt {
            Ok(()) => Err("it was possible".to_owned()),
            Err(error) => Ok(error.to_string()),
        },
    )
}

/// A program that does not exist: refused by a filter, it is `EPERM`; let through, `ENOENT`.
fn execute() -> io::Result<()> {
    let path = CString::new("/nonexistent/program")?;
    let nothing = [std::ptr::null()];
    // SAFETY: a path that ends in zero and two empty lists that end in null; there is no such file,
    // so this process is not replaced.
    unsafe { libc::execve(path.as_ptr(), nothing.as_ptr(), nothing.as_ptr()) };
    match io::Error::last_os_error() {
        error if error.kind() == io::ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    }
}

fn fork() -> io::Result<()> {
    // SAFETY: the new process, should there be one, calls nothing but `_exit`.
    match unsafe { libc::fork() } {
        // SAFETY: as above.
        0 => unsafe { libc::_exit(0) },
        pid if pid > 0 => {
            // SAFETY: no status is asked for; `pid` is this process' child.
            unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
            Ok(())
        }
        _ => Err(io::Error::last_os_error()),
    }
}

fn signal_parent() -> io::Result<()> {
    // SAFETY: signal 0 is no signal: it only asks whether one could be sent.
    match unsafe { libc::kill(libc::getppid(), 0) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
