//! Ctrl-C and its kin: what was started is stopped, what was put down is cleared away.
//!
//! Every program runs in a process group of its own, so that its children (the tests that cargo
//! runs, the browsers that Playwright runs) can be stopped with it, whoever gets the signal.

use std::{
    process::{Command, exit},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use anyhow::{Context, Result};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

type Cleanup = Box<dyn FnOnce() + Send>;

/// What has to be undone, in the order it was done.
struct Ledger {
    next: u64,
    entries: Vec<(u64, Cleanup)>,
}

static LEDGER: Mutex<Ledger> = Mutex::new(Ledger {
    next: 0,
    entries: Vec::new(),
});

/// Undoes its work when it is dropped, or when the process is told to stop.
#[must_use = "dropping it undoes the work at once"]
pub(crate) struct Deferred(u64);

/// Listens for the signals that end a process, from now on.
pub(crate) fn listen() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            eprintln!("\nstopping");
            // Newest first. The lock is not kept: a cleanup may start programs, which takes it.
            while let Some((_, cleanup)) = newest() {
                cleanup();
            }
            exit(128 + signal);
        }
    });
    Ok(())
}

fn newest() -> Option<(u64, Cleanup)> {
    ledger().entries.pop()
}

/// Registers work to be undone.
pub(crate) fn defer(cleanup: impl FnOnce() + Send + 'static) -> Deferred {
    let mut ledger = ledger();
    ledger.next += 1;
    let number = ledger.next;
    ledger.entries.push((number, Box::new(cleanup)));
    Deferred(number)
}

/// Registers a process group to be ended on a signal; forgotten when the guard is
/// [`forget`](Deferred::forget)ed because the program has ended by itself.
pub(crate) fn defer_group(group: u32) -> Deferred {
    defer(move || {
        // It may have ended in this moment; then there is nothing to do.
        let _ = Command::new("kill")
            .args(["-TERM", "--", &format!("-{group}")])
            .status();
    })
}

impl Deferred {
    /// The work needs no undoing any more.
    pub(crate) fn forget(self) {
        drop(self.take());
        std::mem::forget(self);
    }

    fn take(&self) -> Option<Cleanup> {
        let mut ledger = ledger();
        let at = ledger
            .entries
            .iter()
            .position(|(number, _)| *number == self.0)?;
        Some(ledger.entries.remove(at).1)
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        if let Some(cleanup) = self.take() {
            cleanup();
        }
    }
}

fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::*;

    fn counted() -> (Arc<AtomicU32>, Deferred) {
        let count = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&count);
        let deferred = defer(move || {
            seen.fetch_add(1, Ordering::SeqCst);
        });
        (count, deferred)
    }

    #[test]
    fn deferred_work_is_done_once_when_dropped() {
        let (count, deferred) = counted();
        assert_eq!(count.load(Ordering::SeqCst), 0);
        drop(deferred);
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn forgotten_work_is_not_done() {
        let (count, deferred) = counted();
        deferred.forget();
        assert_eq!(count.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn deferred_work_is_done_when_its_owner_panics() {
        let (count, deferred) = counted();
        let outcome = thread::spawn(move || {
            let _kept = deferred;
            panic!("on purpose");
        })
        .join();
        assert!(outcome.is_err());
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}
