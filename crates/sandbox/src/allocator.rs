//! Memory of every process that links this crate.
//!
//! Two fifths of an evaluation are allocations, of small values that live shortly; with the system's
//! allocator it is about a sixth dearer. It stands here and not in the binary so that the children
//! of the tests have the same one.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How much address space the allocator takes at once, as its environment variable has it. By itself
/// it takes 1 GiB, which would count against a child's limit.
pub(crate) const RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "32MiB");

/// Takes the variable out of a child's environment, which the allocator has read by then: a policy is
/// to find none. To be called while there is one thread.
pub(crate) fn forget_reserve() {
    // SAFETY: no other thread exists that could read or write the environment.
    unsafe { std::env::remove_var(RESERVE.0) };
}

/// Gives what a large job freed back to the machine.
pub(crate) fn give_back() {
    // SAFETY: the call locks the allocator itself.
    unsafe { libmimalloc_sys::mi_collect(true) };
}
