//! How often someone may guess a password or a code: per address and per account.
//!
//! Token buckets in memory, on the given clock. Every node counts for itself; that multiplies the
//! allowance by the number of nodes, which is still far from guessing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Clock, Timestamp};
use sha2::{Digest as _, Sha256};

/// How many attempts at once, and how fast they come back.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: u32,
    refill: Duration,
}

/// A person mistypes a few times; a machine tries thousands.
const PER_ACCOUNT: Allowance = Allowance {
    burst: 10,
    refill: Duration::from_secs(30),
};

/// Several people can share an address, and an address behind a proxy is everybody's.
const PER_ADDRESS: Allowance = Allowance {
    burst: 60,
    refill: Duration::from_secs(2),
};

/// More keys than this are swept of those whose allowance is whole again.
const SWEEP_AT: usize = 10_000;

type Key = [u8; 32];

#[derive(Debug, Clone, Copy)]
struct Bucket {
    used: u32,
    since: Timestamp,
}

/// Counts attempts.
#[derive(Clone)]
pub struct Throttle {
    clock: Arc<dyn Clock>,
    buckets: Arc<Mutex<HashMap<Key, Bucket>>>,
}

impl Throttle {
    /// With nothing counted yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            buckets: Arc::default(),
        }
    }

    /// Counts one attempt from `address` at `account`.
    ///
    /// # Errors
    /// There were too many; the seconds until the next one is allowed.
    pub fn attempt(&self, address: Option<&str>, account: Option<&str>) -> Result<(), u32> {
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > SWEEP_AT {
            let longest = PER_ACCOUNT.refill * PER_ACCOUNT.burst;
            buckets.retain(|_, bucket| now.since(bucket.since) < longest);
        }
        if let Some(address) = address {
            take(&mut buckets, key("address", address), PER_ADDRESS, now)?;
        }
        if let Some(account) = account {
            take(
                &mut buckets,
                key("account", &account.trim().to_lowercase()),
                PER_ACCOUNT,
                now,
            )?;
        }
        Ok(())
    }

    /// Forgets what was counted at `account`: its owner got in.
    pub fn forget_account(&self, account: &str) {
        let key = key("account", &account.trim().to_lowercase());
        self.buckets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
    }
}

/// A key of one size, however long what it stands for is.
fn key(kind: &str, text: &str) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(kind);
    hasher.update([0]);
    hasher.update(text);
    hasher.finalize().into()
}

fn take(
    buckets: &mut HashMap<Key, Bucket>,
    key: Key,
    allowance: Allowance,
    now: Timestamp,
) -> Result<(), u32> {
    let bucket = buckets.entry(key).or_insert(Bucket {
        used: 0,
        since: now,
    });
    let elapsed = now.since(bucket.since);
    let refill = allowance.refill.as_millis().max(1);
    let back = u32::try_from(elapsed.as_millis() / refill).unwrap_or(u32::MAX);
    if back > 0 {
        bucket.used = bucket.used.saturating_sub(back);
        bucket.since = now;
    }
    if bucket.used >= allowance.burst {
        let left = allowance.refill.saturating_sub(now.since(bucket.since));
        return Err(u32::try_from(left.as_secs()).unwrap_or(u32::MAX).max(1));
    }
    bucket.used += 1;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Hand(AtomicI64);
    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_unix_micros(self.0.load(Ordering::SeqCst)).unwrap()
        }
    }

    fn throttle() -> (Arc<Hand>, Throttle) {
        let clock = Arc::new(Hand(AtomicI64::new(1_767_607_200_000_000)));
        (clock.clone(), Throttle::new(clock))
    }

    #[test]
    fn the_eleventh_guess_at_an_account_waits_from_whatever_address() {
        let (_, throttle) = throttle();
        for n in 0..10 {
            assert!(
                throttle
                    .attempt(Some(&format!("10.0.0.{n}")), Some("a@x"))
                    .is_ok()
            );
        }
        assert_eq!(throttle.attempt(Some("10.0.0.99"), Some(" A@X ")), Err(30));
        assert!(throttle.attempt(Some("10.0.0.99"), Some("b@x")).is_ok());
    }

    #[test]
    fn an_allowance_comes_back_with_time() {
        let (clock, throttle) = throttle();
        while throttle.attempt(None, Some("a@x")).is_ok() {}
        clock.0.fetch_add(30_000_000, Ordering::SeqCst);
        assert!(throttle.attempt(None, Some("a@x")).is_ok());
        assert!(throttle.attempt(None, Some("a@x")).is_err());
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let (_, throttle) = throttle();
        let allowed = (0..100)
            .filter(|n| {
                throttle
                    .attempt(Some("10.0.0.1"), Some(&format!("u{n}@x")))
                    .is_ok()
            })
            .count();
        assert_eq!(allowed, 60);
    }

    #[test]
    fn getting_in_forgets_the_mistyping() {
        let (_, throttle) = throttle();
        while throttle.attempt(None, Some("a@x")).is_ok() {}
        throttle.forget_account("A@x");
        assert!(throttle.attempt(None, Some("a@x")).is_ok());
    }
}
