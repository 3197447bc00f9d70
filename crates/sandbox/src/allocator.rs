//! Memory of every process that links this crate.
//!
//! A child evaluates: two fifths of that are allocations, of small values that live shortly, and with
//! the system's allocator it is about a sixth dearer. A server mostly waits, on many threads:
//! mimalloc keeps what each of them ever used, 80 MB for 13 MB of values, and cannot be asked to give
//! back what belongs to another thread; glibc can. So which one a process has is decided by what it
//! is for, before its first allocation, and for as long as it lives.
//!
//! It stands here and not in the binary so that the children of the tests have the same one.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::CStr;
use std::sync::atomic::{AtomicU8, Ordering};

use mimalloc::MiMalloc;

/// How much address space mimalloc takes at once, as its environment variable has it. By itself it
/// takes 1 GiB, which would count against a child's limit. A process that finds the variable at its
/// start allocates with mimalloc.
const RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32MiB");

/// For how many milliseconds mimalloc keeps what was freed; by itself it is one second. Every page that was
/// given back the machine clears before it gives it again, and a child knows itself when to give back.
const KEEP: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "10000");

/// The environment of a process that evaluates.
pub(crate) const ENVIRONMENT: [(&str, &str); 2] = [RESERVE, KEEP];

const RESERVE_NAME: &CStr = c"MIMALLOC_ARENA_RESERVE";

/// What there is beside glibc is far dearer than either, for the server too.
const SYSTEM_IS_GOOD: bool = cfg!(target_env = "gnu");

#[global_allocator]
static ALLOCATOR: ByPurpose = ByPurpose {
    choice: AtomicU8::new(UNDECIDED),
};

const UNDECIDED: u8 = 0;
const SYSTEM: u8 = 1;
const MIMALLOC: u8 = 2;

/// mimalloc where policies are evaluated, the system's allocator everywhere else.
struct ByPurpose {
    choice: AtomicU8,
}

impl ByPurpose {
    #[inline]
    fn is_mimalloc(&self) -> bool {
        match self.choice.load(Ordering::Relaxed) {
            UNDECIDED => self.decide(),
            choice => choice == MIMALLOC,
        }
    }

    /// Happens at the first allocation, before `main`, while there is one thread: every later one
    /// finds the choice.
    #[cold]
    fn decide(&self) -> bool {
        // SAFETY: the name ends in a zero byte, and no other thread exists that could change the
        // environment.
        let evaluates = unsafe { !libc::getenv(RESERVE_NAME.as_ptr()).is_null() };
        let mimalloc = evaluates || !SYSTEM_IS_GOOD;
        self.choice
            .store(if mimalloc { MIMALLOC } else { SYSTEM }, Ordering::Relaxed);
        if !mimalloc {
            keep_no_large_blocks();
        }
        mimalloc
    }
}

// SAFETY: every call goes to one of two sound allocators, and to the same one for as long as the
// process lives, so each is only given back what it gave.
unsafe impl GlobalAlloc for ByPurpose {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.is_mimalloc() {
            // SAFETY: the caller keeps `GlobalAlloc`'s contract, which is the callee's.
            unsafe { MiMalloc.alloc(layout) }
        } else {
            // SAFETY: as above.
            unsafe { System.alloc(layout) }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if self.is_mimalloc() {
            // SAFETY: the caller keeps `GlobalAlloc`'s contract, which is the callee's.
            unsafe { MiMalloc.alloc_zeroed(layout) }
        } else {
            // SAFETY: as above.
            unsafe { System.alloc_zeroed(layout) }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if self.is_mimalloc() {
            // SAFETY: the block is mimalloc's, as every one of this process.
            unsafe { MiMalloc.dealloc(block, layout) }
        } else {
            // SAFETY: the block is the system's, as every one of this process.
            unsafe { System.dealloc(block, layout) }
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if self.is_mimalloc() {
            // SAFETY: the block is mimalloc's, as every one of this process.
            unsafe { MiMalloc.realloc(block, layout, size) }
        } else {
            // SAFETY: the block is the system's, as every one of this process.
            unsafe { System.realloc(block, layout, size) }
        }
    }
}

/// From this size on, in bytes, a block is mapped for itself and goes back to the machine when it is
/// freed. Unless it is told, glibc raises this to the largest block that was ever freed and keeps as
/// much at the end of every arena: after one sign-in that is the 19 MiB of a password's hash.
const LARGE: libc::c_int = 1 << 20;

fn keep_no_large_blocks() {
    #[cfg(target_env = "gnu")]
    // SAFETY: glibc's own call; no other thread exists that could allocate meanwhile.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Empties a child's environment, which was read by then: a policy is to find none.
/// To be called while there is one thread.
pub(crate) fn forget_environment() {
    for (name, _) in ENVIRONMENT {
        // SAFETY: no other thread exists that could read or write the environment.
        unsafe { std::env::remove_var(name) };
    }
}

/// Gives what was freed back to the machine.
pub(crate) fn give_back() {
    if ALLOCATOR.is_mimalloc() {
        // SAFETY: the call locks the allocator itself.
        unsafe { libmimalloc_sys::mi_collect(true) };
        return;
    }
    #[cfg(target_env = "gnu")]
    // SAFETY: glibc's own call, which locks each arena while it looks at it.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_decides_is_the_name_that_children_are_given() {
        assert_eq!(RESERVE_NAME.to_str().unwrap(), RESERVE.0);
    }

    #[test]
    #[cfg(target_env = "gnu")]
    fn a_large_block_is_mapped_for_itself_also_after_one_was_freed() {
        const BLOCK: usize = 24 << 20;
        // SAFETY: glibc's own call, which only counts.
        let mapped = || unsafe { libc::mallinfo2() }.hblkhd;
        drop(std::hint::black_box(vec![1_u8; BLOCK]));
        let before = mapped();
        let block = std::hint::black_box(vec![1_u8; BLOCK]);
        assert!(mapped() >= before + BLOCK);
        drop(block);
    }
}
