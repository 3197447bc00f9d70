//! How children are started and what they may take.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// How children are started and what they may take.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The program whose `main` ends up in [`crate::child_main`].
    pub program: PathBuf,
    /// The arguments that make it do so.
    pub args: Vec<OsString>,
    /// How many children usually run at once, at most; more while several parties want them
    /// ([`domain::Capacity`]). One is kept warm, the others come on demand.
    pub children: usize,
    /// Wall clock of one check, upload or test run.
    pub wall: Duration,
    /// Memory that a child may take on top of what it has when it starts, in MiB.
    pub memory_mb: u64,
    /// How many jobs a child does before a fresh one takes its place: what leaks, leaks for so long.
    pub recycle_after: u32,
}

impl SandboxConfig {
    /// Children of the running binary, with the limits that the documentation promises: 10 s,
    /// 512 MiB, one child for each processor.
    ///
    /// # Errors
    /// The running binary's path is not known.
    pub fn this_binary(args: impl IntoIterator<Item = OsString>) -> io::Result<Self> {
        // The link names the very file that runs, even after an upgrade replaced what the path
        // leads to: parent and child must speak the same protocol.
        let program = if cfg!(target_os = "linux") {
            PathBuf::from("/proc/self/exe")
        } else {
            std::env::current_exe()?
        };
        Ok(Self {
            program,
            args: args.into_iter().collect(),
            children: std::thread::available_parallelism().map_or(2, usize::from),
            wall: Duration::from_secs(10),
            memory_mb: 512,
            recycle_after: 1_000,
        })
    }
}
