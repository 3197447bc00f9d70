//! Following the outbox without missing what commits late.
//!
//! Numbers are taken when an event is written and become visible when its transaction commits, on
//! Postgres in any order. So a hole in the numbers is somebody who has not committed yet, or who
//! never will: it is looked at again until it is filled or old.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;

use super::{Event, after};
use crate::{Conn, StoreError};

/// How long a hole may stay one. Transactions that write events are far shorter.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many events one poll reads at most.
const BATCH: u32 = 1000;

/// Follows the outbox and misses nothing that commits late.
#[derive(Debug)]
pub struct Cursor {
    /// Every event up to here was seen or given up.
    floor: u64,
    /// What was seen above the floor: its number, and when the hole below it was first noticed.
    seen: BTreeMap<u64, Timestamp>,
}

impl Cursor {
    /// Follows what comes after number `seq`.
    pub fn starting_after(seq: u64) -> Self {
        Self {
            floor: seq,
            seen: BTreeMap::new(),
        }
    }

    /// What is new since the last call; in order, but for what came late.
    pub async fn poll(
        &mut self,
        conn: &mut Conn,
        now: Timestamp,
    ) -> Result<Vec<Event>, StoreError> {
        let seen = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        let mut events = after(conn, self.floor, BATCH.saturating_add(seen)).await?;
        events.retain(|event| self.note(event.id, now));
        self.advance(now);
        Ok(events)
    }

    /// Whether the event is new.
    fn note(&mut self, id: u64, now: Timestamp) -> bool {
        if id <= self.floor || self.seen.contains_key(&id) {
            return false;
        }
        self.seen.insert(id, now);
        true
    }

    /// Raises the floor over what has no hole below it, and over holes that are old.
    fn advance(&mut self, now: Timestamp) {
        while let Some((&id, &noticed)) = self.seen.first_key_value() {
            if id != self.floor + 1 && now.since(noticed) < PATIENCE {
                return;
            }
            self.seen.pop_first();
            self.floor = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        let start: Timestamp = "2026-01-05T10:00:00Z".parse().unwrap();
        start.plus(Duration::from_secs(seconds))
    }

    fn see(cursor: &mut Cursor, ids: &[u64], seconds: u64) -> Vec<u64> {
        let new = ids
            .iter()
            .copied()
            .filter(|id| cursor.note(*id, at(seconds)))
            .collect();
        cursor.advance(at(seconds));
        new
    }

    #[test]
    fn an_event_that_commits_late_is_still_seen_once() {
        let mut cursor = Cursor::starting_after(10);
        assert_eq!(see(&mut cursor, &[11, 13], 0), [11, 13]);
        assert_eq!(cursor.floor, 11);
        assert_eq!(see(&mut cursor, &[12, 13, 14], 1), [12, 14]);
        assert_eq!(cursor.floor, 14);
        assert!(cursor.seen.is_empty());
    }

    #[test]
    fn a_hole_that_stays_is_given_up() {
        let mut cursor = Cursor::starting_after(0);
        see(&mut cursor, &[2, 3], 0);
        assert_eq!(cursor.floor, 0);
        see(&mut cursor, &[2, 3], 29);
        assert_eq!(cursor.floor, 0);
        see(&mut cursor, &[2, 3], 30);
        assert_eq!(cursor.floor, 3);
    }
}
