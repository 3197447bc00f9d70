//! Seccomp: the few system calls that computing needs; every other one is refused.
//!
//! Refused means `EPERM`, not death: the allocator and the standard library ask for comforts that
//! they can do without.

use super::Attempt;

/// Binds every thread of the process, for ever.
#[cfg(all(
    target_os = "linux",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
pub(in crate::child) fn restrict() -> Attempt {
    linux::restrict()
}

#[cfg(not(all(
    target_os = "linux",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64")
)))]
pub(in crate::child) fn restrict() -> Attempt {
    Err("only on Linux, on x86-64 and ARM64".to_owned())
}

#[cfg(all(
    target_os = "linux",
    target_endian = "little",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod linux {
    use libc::{BPF_ABS, BPF_JEQ, BPF_JGE, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_RET, BPF_W};
    use libc::{c_long, sock_filter, sock_fprog};

    use super::super::{Attempt, missing};

    /// `AUDIT_ARCH_…` of `linux/audit.h`: numbers mean something else in a foreign calling
    /// convention.
    #[cfg(target_arch = "x86_64")]
    const ARCHITECTURE: u32 = 0xC000_003E;
    #[cfg(target_arch = "aarch64")]
    const ARCHITECTURE: u32 = 0xC000_00B7;

    /// Offsets in `struct seccomp_data`; of an argument the lower half.
    const NUMBER_AT: u32 = 0;
    const ARCHITECTURE_AT: u32 = 4;
    const ARGUMENT_AT: [u32; 3] = [16, 24, 32];

    /// x32 calls: the same kernel entry with this bit set.
    #[cfg(target_arch = "x86_64")]
    const X32: u32 = 0x4000_0000;

    /// What computing, allocating and answering needs, the frequent ones first.
    const ALLOWED: &[c_long] = &[
        libc::SYS_madvise,
        libc::SYS_munmap,
        libc::SYS_brk,
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_futex,
        libc::SYS_mremap,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_gettid,
        libc::SYS_getpid,
        libc::SYS_ppoll,
        libc::SYS_restart_syscall,
        libc::SYS_clock_nanosleep,
        libc::SYS_close,
        libc::SYS_exit,
        libc::SYS_exit_group,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_poll,
    ];

    pub(super) fn restrict() -> Attempt {
        let mut program = program(std::process::id())?;
        let program = sock_fprog {
            len: program
                .len()
                .try_into()
                .map_err(|_| "the filter is too long")?,
            filter: program.as_mut_ptr(),
        };
        // SAFETY: reads one `sock_fprog` that points at as many instructions as it says; both live
        // through the call, and the kernel copies them.
        let done = unsafe {
            libc::syscall(
                libc::SYS_seccomp,
                libc::SECCOMP_SET_MODE_FILTER,
                libc::SECCOMP_FILTER_FLAG_TSYNC,
                &raw const program,
            )
        };
        match done {
            0 => Ok(format!("{} system calls allowed", ALLOWED.len() + 4)),
            1.. => Err("another thread could not be bound".to_owned()),
            _ => Err(missing("seccomp")),
        }
    }

    /// The filter, for the process `pid`.
    pub(super) fn program(pid: u32) -> Result<Vec<sock_filter>, String> {
        let number = |call: c_long| u32::try_from(call).map_err(|error| error.to_string());
        let resource =
            u32::try_from(i64::from(libc::RLIMIT_CPU)).map_err(|error| error.to_string())?;
        let executable = libc::PROT_EXEC.unsigned_abs();
        let allow = give(libc::SECCOMP_RET_ALLOW);
        let refuse = give(libc::SECCOMP_RET_ERRNO | libc::EPERM.unsigned_abs());

        let mut program = vec![
            load(ARCHITECTURE_AT),
            jump(BPF_JEQ, ARCHITECTURE, 1, 0),
            give(libc::SECCOMP_RET_KILL_PROCESS),
            load(NUMBER_AT),
        ];
        #[cfg(target_arch = "x86_64")]
        program.extend([jump(BPF_JGE, X32, 0, 1), refuse]);
        #[cfg(not(target_arch = "x86_64"))]
        let _ = BPF_JGE;
        // Memory, but never memory that can be executed.
        for call in [libc::SYS_mmap, libc::SYS_mprotect] {
            program.extend([
                jump(BPF_JEQ, number(call)?, 0, 4),
                load(ARGUMENT_AT[2]),
                jump(BPF_JSET, executable, 1, 0),
                allow,
                refuse,
            ]);
        }
        for call in ALLOWED {
            program.extend([jump(BPF_JEQ, number(*call)?, 0, 1), allow]);
        }
        // Signals to itself alone: `abort` sends one.
        program.extend([
            jump(BPF_JEQ, number(libc::SYS_tgkill)?, 0, 4),
            load(ARGUMENT_AT[0]),
            jump(BPF_JEQ, pid, 0, 1),
            allow,
            refuse,
        ]);
        // The limit that is asked for anew before each job.
        program.extend([
            jump(BPF_JEQ, number(libc::SYS_prlimit64)?, 0, 6),
            load(ARGUMENT_AT[0]),
            jump(BPF_JEQ, 0, 0, 3),
            load(ARGUMENT_AT[1]),
            jump(BPF_JEQ, resource, 0, 1),
            allow,
            refuse,
        ]);
        program.push(refuse);
        Ok(program)
    }

    /// Loads a word of `struct seccomp_data`.
    fn load(offset: u32) -> sock_filter {
        instruction(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0)
    }

    /// Compares what was loaded, and skips `yes` or `no` instructions.
    fn jump(comparison: u32, with: u32, yes: u8, no: u8) -> sock_filter {
        instruction(BPF_JMP | comparison | BPF_K, with, yes, no)
    }

    /// The filter's answer.
    fn give(action: u32) -> sock_filter {
        instruction(BPF_RET | BPF_K, action, 0, 0)
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "instruction codes are below 256"
    )]
    const fn instruction(code: u32, k: u32, jt: u8, jf: u8) -> sock_filter {
        sock_filter {
            code: code as u16,
            jt,
            jf,
            k,
        }
    }
}
