//! How often someone may guess a password or a code: per address, per account, and both together.
//!
//! Token buckets in memory, on the given clock. Every node counts for itself; that multiplies the
//! allowance by the number of nodes, which is still far from guessing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Clock, Timestamp, UserId};
use sha2::{Digest as _, Sha256};

use crate::Error;

/// How many attempts at once, and how fast they come back.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: u32,
    refill: Duration,
}

/// From one address at one account: a person mistypes a few times, a machine tries thousands.
const PER_VISITOR: Allowance = Allowance {
    burst: 10,
    refill: Duration::from_secs(30),
};

/// At one account from wherever. Wide, because whoever uses it up keeps the owner out.
const PER_ACCOUNT: Allowance = Allowance {
    burst: 100,
    refill: Duration::from_secs(30),
};

/// Several people can share an address, and an address behind a proxy is everybody's.
const PER_ADDRESS: Allowance = Allowance {
    burst: 60,
    refill: Duration::from_secs(2),
};

/// More keys than this are swept of those whose allowance is whole again.
const SWEEP_AT: usize = 10_000;

/// How often they are swept at most: a flood of addresses must not make every attempt slow.
const SWEEP_EVERY: Duration = Duration::from_secs(10);

type Key = [u8; 32];

#[derive(Debug, Clone, Copy)]
struct Bucket {
    used: u32,
    since: Timestamp,
    /// How long one attempt takes to come back.
    refill: Duration,
}

impl Bucket {
    fn is_whole(&self, now: Timestamp) -> bool {
        now.since(self.since) >= self.refill * self.used
    }
}

#[derive(Debug, Default)]
struct Counts {
    buckets: HashMap<Key, Bucket>,
    swept: Option<Timestamp>,
}

/// Counts attempts.
#[derive(Clone)]
pub(crate) struct Throttle {
    clock: Arc<dyn Clock>,
    counts: Arc<Mutex<Counts>>,
}

impl Throttle {
    /// With nothing counted yet.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            counts: Arc::default(),
        }
    }

    /// Counts one attempt from `address` at `account`.
    ///
    /// # Errors
    /// There were too many; it says when the next one is allowed.
    pub(crate) fn attempt(
        &self,
        address: Option<&str>,
        account: Option<&str>,
    ) -> Result<(), Error> {
        let counted = self.count(address, account);
        counted.map_err(Error::too_many_attempts)
    }

    /// Counts one attempt by somebody who is signed in. Apart from those of strangers, who must not be
    /// able to use it up.
    ///
    /// # Errors
    /// As of [`Self::attempt`].
    pub(crate) fn attempt_by(&self, user: UserId) -> Result<(), Error> {
        let now = self.clock.now();
        let mut counts = self.lock(now);
        let key = key("user", &user.to_string(), "");
        take(&mut counts.buckets, key, PER_VISITOR, now).map_err(Error::too_many_attempts)
    }

    fn count(&self, address: Option<&str>, account: Option<&str>) -> Result<(), u32> {
        let now = self.clock.now();
        let mut counts = self.lock(now);
        let buckets = &mut counts.buckets;
        let network = address.map(network);
        let network = network.as_deref();
        if let Some(network) = network {
            take(buckets, key("address", network, ""), PER_ADDRESS, now)?;
        }
        if let Some(account) = account {
            let account = folded(account);
            let network = network.unwrap_or_default();
            take(buckets, key("visitor", &account, network), PER_VISITOR, now)?;
            take(buckets, key("account", &account, ""), PER_ACCOUNT, now)?;
        }
        Ok(())
    }

    /// What was counted, now and then without what has come back in whole.
    fn lock(&self, now: Timestamp) -> MutexGuard<'_, Counts> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = counts
            .swept
            .is_none_or(|swept| now.since(swept) >= SWEEP_EVERY);
        if counts.buckets.len() > SWEEP_AT && is_due {
            counts.buckets.retain(|_, bucket| !bucket.is_whole(now));
            counts.swept = Some(now);
        }
        counts
    }

    /// Forgets what was counted from `address` at `account`: its owner got in.
    pub(crate) fn forget(&self, address: Option<&str>, account: &str) {
        let network = address.map(network).unwrap_or_default();
        let key = key("visitor", &folded(account), &network);
        self.lock(self.clock.now()).buckets.remove(&key);
    }

    /// Forgets what was counted of somebody who is signed in.
    pub(crate) fn forget_user(&self, user: UserId) {
        let key = key("user", &user.to_string(), "");
        self.lock(self.clock.now()).buckets.remove(&key);
    }
}

/// Whose an address is: of IPv6, everybody has a whole /64.
fn network(address: &str) -> String {
    // What comes over IPv4 to a listener for both is written as IPv6.
    match address
        .parse()
        .map(|address: IpAddr| address.to_canonical())
    {
        Ok(IpAddr::V6(address)) => {
            let first = u128::from(address) >> 64;
            format!("{first:016x}::/64")
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

fn folded(account: &str) -> String {
    account.trim().to_lowercase()
}

/// A key of one size, however long what it stands for is.
fn key(kind: &str, text: &str, more: &str) -> Key {
    let mut hasher = Sha256::new();
    for part in [kind, text, more] {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
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
        refill: allowance.refill,
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
    fn the_eleventh_guess_from_one_address_waits_and_the_owner_elsewhere_does_not() {
        let (_, throttle) = throttle();
        for _ in 0..10 {
            assert_eq!(throttle.count(Some("10.0.0.1"), Some("a@x")), Ok(()));
        }
        assert_eq!(throttle.count(Some("10.0.0.1"), Some(" A@X ")), Err(30));
        assert_eq!(throttle.count(Some("10.0.0.1"), Some("b@x")), Ok(()));
        assert_eq!(throttle.count(Some("10.0.0.2"), Some("a@x")), Ok(()));
    }

    #[test]
    fn many_addresses_cannot_guess_at_one_account_for_ever() {
        let (_, throttle) = throttle();
        let allowed = (0..1000)
            .filter(|n| {
                throttle
                    .count(Some(&format!("10.0.0.{n}")), Some("a@x"))
                    .is_ok()
            })
            .count();
        assert_eq!(allowed, 100);
    }

    #[test]
    fn strangers_cannot_use_up_what_somebody_who_is_signed_in_may_try() {
        let (_, throttle) = throttle();
        let user = UserId::from_bare("0123456789abcdef").unwrap();
        while throttle.count(None, Some("a@x")).is_ok() {}
        for _ in 0..10 {
            throttle.attempt_by(user).unwrap();
        }
        assert!(throttle.attempt_by(user).is_err());
        throttle.forget_user(user);
        assert!(throttle.attempt_by(user).is_ok());
    }

    #[test]
    fn the_addresses_of_one_network_are_one() {
        let (_, throttle) = throttle();
        let allowed = (0..200)
            .filter(|n| {
                throttle
                    .count(Some(&format!("2001:db8::{n:x}")), None)
                    .is_ok()
            })
            .count();
        assert_eq!(allowed, 60);
        assert_eq!(throttle.count(Some("2001:db8:0:1::1"), None), Ok(()));
        for _ in 0..60 {
            throttle.count(Some("::ffff:192.0.2.1"), None).unwrap();
        }
        assert!(throttle.count(Some("192.0.2.1"), None).is_err());
        assert_eq!(throttle.count(Some("::ffff:192.0.2.2"), None), Ok(()));
    }

    #[test]
    fn what_has_come_back_is_not_kept() {
        let (clock, throttle) = throttle();
        for n in 0..=SWEEP_AT {
            throttle.count(Some(&format!("host-{n}")), None).unwrap();
        }
        clock.0.fetch_add(3_000_000, Ordering::SeqCst);
        throttle.count(Some("another"), None).unwrap();
        assert_eq!(throttle.lock(clock.now()).buckets.len(), 1);
    }

    #[test]
    fn an_allowance_comes_back_with_time() {
        let (clock, throttle) = throttle();
        while throttle.count(None, Some("a@x")).is_ok() {}
        clock.0.fetch_add(30_000_000, Ordering::SeqCst);
        assert!(throttle.count(None, Some("a@x")).is_ok());
        assert!(throttle.count(None, Some("a@x")).is_err());
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let (_, throttle) = throttle();
        let allowed = (0..100)
            .filter(|n| {
                throttle
                    .count(Some("10.0.0.1"), Some(&format!("u{n}@x")))
                    .is_ok()
            })
            .count();
        assert_eq!(allowed, 60);
    }

    #[test]
    fn getting_in_forgets_the_mistyping() {
        let (_, throttle) = throttle();
        while throttle.count(None, Some("a@x")).is_ok() {}
        throttle.forget(None, "A@x");
        assert!(throttle.count(None, Some("a@x")).is_ok());
    }
}
