//! Memory between jobs.

/// One arena instead of one for each thread: what a job frees is in one place and goes back to the
/// machine, and no address space is reserved that counts against the limit. Without effect on a
/// binary that brings its own allocator.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn keep_to_one_arena() {
    // SAFETY: no other thread exists; the calls only set numbers inside the allocator.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 32 << 20);
        libc::mallopt(libc::M_MMAP_THRESHOLD, 4 << 20);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn keep_to_one_arena() {}

/// Gives what a large job freed back to the machine.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn give_back() {
    // SAFETY: the call locks the allocator itself.
    unsafe { libc::malloc_trim(0) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn give_back() {}
