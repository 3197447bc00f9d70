//! What a child keeps, as its parent decided it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Digest;
use engine::{ManifestPolicy, SetOptions};

/// How many compiled sets a child keeps between jobs.
const CAPACITY: usize = 32;

/// What makes two compiled sets the same: the bundle, and how it is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SetKey {
    pub(crate) digest: Digest,
    pub(crate) options: SetOptions,
}

/// The compiled sets of one child: which slot holds what. The child has no say in it, so that the
/// two can never disagree.
#[derive(Debug, Default)]
pub(crate) struct Held {
    sets: HashMap<SetKey, Entry>,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    slot: u32,
    policies: Arc<[ManifestPolicy]>,
    used: u64,
}

impl Held {
    /// How many of these it holds.
    pub(crate) fn count(&self, keys: &[SetKey]) -> usize {
        keys.iter()
            .filter(|key| self.sets.contains_key(key))
            .count()
    }

    /// The slot and policies of a set, when it is held; it counts as used.
    pub(crate) fn get(&mut self, key: &SetKey) -> Option<(u32, Arc<[ManifestPolicy]>)> {
        self.clock += 1;
        let entry = self.sets.get_mut(key)?;
        entry.used = self.clock;
        Some((entry.slot, Arc::clone(&entry.policies)))
    }

    /// The slot for a new set: a free one, or that of the set that was not used for the longest
    /// time. Sets that `keep` names stay, so a job may make a child hold more than its capacity.
    pub(crate) fn make_room(&mut self, keep: &[SetKey]) -> u32 {
        if self.sets.len() >= CAPACITY {
            let oldest = self
                .sets
                .iter()
                .filter(|(key, _)| !keep.contains(key))
                .min_by_key(|(_, entry)| entry.used)
                .map(|(key, entry)| (*key, entry.slot));
            if let Some((key, slot)) = oldest {
                self.sets.remove(&key);
                return slot;
            }
        }
        (0..u32::MAX)
            .find(|slot| self.sets.values().all(|entry| entry.slot != *slot))
            .unwrap_or(u32::MAX)
    }

    /// Remembers that `slot` holds a set now.
    pub(crate) fn insert(&mut self, key: SetKey, slot: u32, policies: Arc<[ManifestPolicy]>) {
        self.clock += 1;
        let used = self.clock;
        self.sets.insert(
            key,
            Entry {
                slot,
                policies,
                used,
            },
        );
    }

    /// Whether a job made the child hold more than it should.
    pub(crate) fn is_overfull(&self) -> bool {
        self.sets.len() > CAPACITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> SetKey {
        SetKey {
            digest: Digest::from_bytes([number; 32]),
            options: SetOptions::default(),
        }
    }

    fn fill(held: &mut Held, numbers: std::ops::Range<u8>, keep: &[SetKey]) -> Vec<u32> {
        numbers
            .map(|number| {
                let slot = held.make_room(keep);
                held.insert(key(number), slot, Arc::new([]));
                slot
            })
            .collect()
    }

    #[test]
    fn the_set_that_was_not_used_for_the_longest_time_makes_room() {
        let mut held = Held::default();
        assert_eq!(fill(&mut held, 0..32, &[]), (0..32).collect::<Vec<_>>());
        assert!(held.get(&key(0)).is_some());
        assert_eq!(fill(&mut held, 100..101, &[]), [1]);
        assert!(held.get(&key(1)).is_none());
        assert!(held.get(&key(0)).is_some());
        assert!(!held.is_overfull());
    }

    #[test]
    fn the_sets_of_a_job_never_push_each_other_out() {
        let mut held = Held::default();
        let job: Vec<_> = (0..40).map(key).collect();
        fill(&mut held, 0..40, &job);
        assert_eq!(held.count(&job), 40);
        assert!(held.is_overfull());
    }

    #[test]
    fn strict_and_lenient_are_different_sets() {
        let mut held = Held::default();
        held.insert(key(1), 0, Arc::new([]));
        let strict = SetKey {
            options: SetOptions {
                strict: true,
                ..SetOptions::default()
            },
            ..key(1)
        };
        assert_eq!(held.count(&[strict]), 0);
    }
}
