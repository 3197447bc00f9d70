//! Landlock: no file, no TCP port, no signal to anybody outside.

use super::Attempt;

/// Takes every right that this kernel's Landlock knows from the calling thread and from every
/// thread that it starts later.
#[cfg(target_os = "linux")]
pub(in crate::child) fn restrict() -> Attempt {
    linux::restrict()
}

#[cfg(not(target_os = "linux"))]
pub(in crate::child) fn restrict() -> Attempt {
    Err("only on Linux".to_owned())
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

    use super::super::{Attempt, missing};

    /// `struct landlock_ruleset_attr` of `linux/landlock.h`.
    #[repr(C)]
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) struct Ruleset {
        /// Actions on files. Bit n is the n-th `LANDLOCK_ACCESS_FS_…`.
        files: u64,
        /// `LANDLOCK_ACCESS_NET_BIND_TCP` and `…_CONNECT_TCP`.
        network: u64,
        /// `LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET` and `…_SIGNAL`.
        scoped: u64,
    }

    impl Ruleset {
        /// Everything that this version of the interface knows: an unknown bit would be refused.
        pub(super) const fn all(version: i64) -> Self {
            Self {
                files: match version {
                    ..=1 => 0x1fff,
                    2 => 0x3fff,
                    3..=4 => 0x7fff,
                    _ => 0xffff,
                },
                network: if version >= 4 { 0b11 } else { 0 },
                scoped: if version >= 6 { 0b11 } else { 0 },
            }
        }
    }

    const CREATE_RULESET_VERSION: libc::c_uint = 1;

    pub(super) fn restrict() -> Attempt {
        // SAFETY: with this flag the call takes no structure and returns the interface's version.
        let version = unsafe {
            libc::syscall(
                libc::SYS_landlock_create_ruleset,
                std::ptr::null::<Ruleset>(),
                0_usize,
                CREATE_RULESET_VERSION,
            )
        };
        if version < 1 {
            return Err(missing("this kernel has no Landlock"));
        }
        let rules = Ruleset::all(version);
        // SAFETY: reads one `Ruleset`, whose size is given. A kernel that knows a shorter structure
        // takes the longer one when the rest is zero, which `all` sees to.
        let descriptor = unsafe {
            libc::syscall(
                libc::SYS_landlock_create_ruleset,
                &raw const rules,
                size_of::<Ruleset>(),
                0,
            )
        };
        let descriptor = RawFd::try_from(descriptor)
            .ok()
            .filter(|descriptor| *descriptor >= 0)
            .ok_or_else(|| missing("landlock_create_ruleset"))?;
        // SAFETY: `descriptor` is open, was made just now, and has no other owner.
        let ruleset = unsafe { OwnedFd::from_raw_fd(descriptor) };
        // SAFETY: the descriptor is open and is a ruleset; there are no flags.
        let done =
            unsafe { libc::syscall(libc::SYS_landlock_restrict_self, ruleset.as_raw_fd(), 0) };
        match done {
            0 => Ok(format!("version {version}")),
            _ => Err(missing("landlock_restrict_self")),
        }
    }
}
