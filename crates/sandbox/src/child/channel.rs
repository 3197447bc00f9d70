//! The two descriptors that lead to the parent.

use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

/// The two descriptors that lead to the parent. Nothing else in the process can write to the second
/// by accident: what prints to standard output ends up in standard error.
#[derive(Debug)]
pub(super) struct Channel {
    /// What the parent says.
    pub(super) input: File,
    /// What the child answers.
    pub(super) output: File,
}

impl Channel {
    /// Takes standard input and standard output away from everybody else, and closes what else was
    /// inherited.
    pub(super) fn claim() -> io::Result<Self> {
        close_from(3);
        let input = duplicate(libc::STDIN_FILENO)?;
        let output = duplicate(libc::STDOUT_FILENO)?;
        // SAFETY: both are open descriptors; `dup2` replaces standard output in one step, and no
        // other thread exists that could be using it.
        if unsafe { libc::dup2(libc::STDERR_FILENO, libc::STDOUT_FILENO) } < 0 {
            return Err(io::Error::last_os_error());
        }
        enlarge(&input);
        Ok(Self {
            input: File::from(input),
            output: File::from(output),
        })
    }

    /// Whether the parent says something, or goes, within a time.
    pub(super) fn has_input_within(&self, time: Duration) -> io::Result<bool> {
        let milliseconds = libc::c_int::try_from(time.as_millis()).unwrap_or(libc::c_int::MAX);
        let mut input = libc::pollfd {
            fd: self.input.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one entry, which lives as long as the call, with a descriptor that is open.
        match unsafe { libc::poll(&raw mut input, 1, milliseconds) } {
            0 => Ok(false),
            1.. => Ok(true),
            _ => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => Ok(false),
                error => Err(error),
            },
        }
    }

    /// The highest descriptor in use.
    pub(super) fn highest(&self) -> RawFd {
        self.input.as_raw_fd().max(self.output.as_raw_fd())
    }
}

fn duplicate(descriptor: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: duplicating has no precondition; a descriptor that is not open is an error.
    let copy = unsafe { libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, 3) };
    if copy < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: `copy` is open, was made just now, and has no other owner.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// Plans are much larger than a pipe is by default: fewer switches between parent and child. It
/// matters only for speed, so a refusal is nothing.
#[cfg(target_os = "linux")]
fn enlarge(pipe: &OwnedFd) {
    // SAFETY: the descriptor is open; on anything but a pipe this is an error without effect.
    unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_SETPIPE_SZ, 1 << 20) };
}

#[cfg(not(target_os = "linux"))]
fn enlarge(_: &OwnedFd) {}

/// Closes every descriptor from `first` on.
fn close_from(first: RawFd) {
    #[cfg(target_os = "linux")]
    // SAFETY: called first in `main`, before anything in this process owns a descriptor from
    // `first` on; the call has no other precondition.
    if unsafe { libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, 0) } == 0 {
        return;
    }
    for descriptor in first..1024 {
        // SAFETY: as above; a descriptor that is not open is an error without effect.
        unsafe { libc::close(descriptor) };
    }
}
