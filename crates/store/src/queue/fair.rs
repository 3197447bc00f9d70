//! Whose checks are next: organizations share the workers, however many checks one of them has.

use std::collections::BTreeMap;

use domain::{Capacity, OrganizationId, Timestamp};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError};

/// For how many checks a node has room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// How many it has at once.
    pub capacity: Capacity,
    /// How many it has already, by organization: what it knows itself, for a check that was cancelled keeps its
    /// place there for a while.
    pub held: BTreeMap<OrganizationId, u32>,
}

impl Room {
    /// Room for so many checks of any organization, and for no more.
    pub const fn strictly(usual: u32) -> Self {
        Self {
            capacity: Capacity::strictly(usual),
            held: BTreeMap::new(),
        }
    }

    /// How many checks there are already.
    fn taken(&self) -> u32 {
        self.held.values().sum()
    }

    fn may_take(&self, organization: OrganizationId) -> bool {
        let held = self.held.get(&organization).copied().unwrap_or(0);
        let organizations = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        self.taken() < self.capacity.most(held, organizations)
    }

    /// How many checks there is room for, whosever they are.
    pub fn usual(&self) -> u32 {
        self.capacity.usual().saturating_sub(self.taken())
    }

    /// How many checks there is room for, at most.
    pub fn most(&self) -> u32 {
        self.capacity.most_ever().saturating_sub(self.taken())
    }
}

/// An organization that has checks which can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    organization_id: OrganizationId,
    /// Since when the first of them waits.
    oldest: Timestamp,
    /// How many there are, as far as there is room for them.
    queued: u32,
    /// How many of its checks run, on every node.
    running: u32,
}

statements! { "checks";
    // One step of the recursion for each organization that has queued checks, however many those are.
    WAITING = "
with recursive waiting (organization_id) as (
  select min(c.organization_id)
  from checks c
  where c.status = 'queued'
  union all
  select (
    select min(c.organization_id)
    from checks c
    where c.status = 'queued'
      and c.organization_id > w.organization_id
  )
  from waiting w
  where w.organization_id is not null
),
ready as (
  select w.organization_id,
    (
      select c.queued_at
      from checks c
      where c.status = 'queued'
        and c.organization_id = w.organization_id
        and (c.not_before is null or c.not_before <= $1)
      order by c.queued_at, c.id
      limit 1
    ) as oldest
  from waiting w
  where w.organization_id is not null
)
select r.organization_id, r.oldest,
  (
    select count(*)
    from (
      select 1
      from checks c
      where c.status = 'queued'
        and c.organization_id = r.organization_id
        and (c.not_before is null or c.not_before <= $1)
      limit $2
    ) first_ones
  ) as queued,
  (
    select count(*)
    from checks c
    where c.status = 'running'
      and c.organization_id = r.organization_id
  ) as running
from ready r
where r.oldest is not null";
}

/// The organizations that have checks which could be taken at `clock`, none counted for more than `limit` of
/// them.
pub(super) async fn waiting(
    conn: &mut Conn,
    clock: Timestamp,
    limit: u32,
) -> Result<Vec<Waiting>, StoreError> {
    let rows = conn.all(WAITING, params![clock, limit]).await?;
    rows.iter().map(read).collect()
}

/// How many checks of which organization are next. Whoever has fewest running goes first, and of equals who
/// waits longest; so each comes to have as many as the others, and nobody waits for ever.
pub(super) fn shares(mut waiting: Vec<Waiting>, mut room: Room) -> Vec<(OrganizationId, u32)> {
    let mut shares: Vec<(OrganizationId, u32)> = Vec::new();
    loop {
        let may_go = |one: &&mut Waiting| one.queued > 0 && room.may_take(one.organization_id);
        let next = waiting
            .iter_mut()
            .filter(may_go)
            .min_by_key(|one| (one.running, one.oldest, one.organization_id));
        let Some(next) = next else {
            return shares;
        };
        next.queued -= 1;
        next.running += 1;
        let id = next.organization_id;
        *room.held.entry(id).or_default() += 1;
        match shares
            .iter_mut()
            .find(|(organization, _)| *organization == id)
        {
            Some((_, count)) => *count += 1,
            None => shares.push((id, 1)),
        }
    }
}

fn read(row: &Row) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        organization_id: row.text("organization_id")?,
        oldest: row.text("oldest")?,
        queued: row.count("queued")?,
        running: row.count("running")?,
    })
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Executor as _, Row as _};

    use super::*;
    use crate::conn::Handle;
    use crate::testing::{at, on_sqlite};

    fn organization(letter: char) -> OrganizationId {
        OrganizationId::from_bare(&letter.to_string().repeat(16)).unwrap()
    }

    /// An organization with many checks, which waits since `seconds`.
    fn waiting(letter: char, seconds: u64, running: u32) -> Waiting {
        Waiting {
            organization_id: organization(letter),
            oldest: at(seconds),
            queued: 9,
            running,
        }
    }

    /// Of a node that usually has four, and has these already.
    fn beside(held: &[(char, u32)], waiting: &[Waiting]) -> Vec<(char, u32)> {
        let held = held.iter();
        let held = held.map(|(letter, count)| (organization(*letter), *count));
        let room = Room {
            capacity: Capacity::of(4),
            held: held.collect(),
        };
        shared(waiting, room)
    }

    fn shared(waiting: &[Waiting], room: Room) -> Vec<(char, u32)> {
        let shares = shares(waiting.to_vec(), room);
        let letter = |id: OrganizationId| id.bare().chars().next().unwrap();
        shares
            .into_iter()
            .map(|(id, count)| (letter(id), count))
            .collect()
    }

    #[test]
    fn one_organization_alone_has_all_of_the_usual_room() {
        assert_eq!(beside(&[], &[waiting('a', 1, 0)]), [('a', 4)]);
        assert_eq!(beside(&[('a', 4)], &[waiting('a', 1, 4)]), []);
    }

    #[test]
    fn whoever_has_fewest_running_is_next_and_of_equals_who_waits_longest() {
        let two = [waiting('a', 1, 3), waiting('b', 9, 0)];
        assert_eq!(shared(&two, Room::strictly(2)), [('b', 2)]);
        assert_eq!(shared(&two, Room::strictly(4)), [('b', 3), ('a', 1)]);
        let equals = [waiting('a', 9, 1), waiting('b', 5, 1)];
        assert_eq!(shared(&equals, Room::strictly(1)), [('b', 1)]);
        assert_eq!(shared(&equals, Room::strictly(5)), [('b', 3), ('a', 2)]);
    }

    #[test]
    fn beyond_the_usual_room_each_has_its_share_at_most() {
        let two = [waiting('a', 1, 4), waiting('b', 2, 0)];
        assert_eq!(beside(&[('a', 4)], &two), [('b', 4)]);
        let three = [waiting('a', 1, 4), waiting('b', 2, 0), waiting('c', 3, 1)];
        assert_eq!(beside(&[('a', 4), ('c', 1)], &three), [('b', 2), ('c', 1)]);
        assert_eq!(shared(&three, Room::strictly(0)), []);
    }

    #[test]
    fn who_has_none_gets_one_beside_those_who_have_their_shares() {
        let three = [waiting('a', 1, 4), waiting('b', 2, 4), waiting('c', 3, 0)];
        assert_eq!(beside(&[('a', 4), ('b', 4)], &three), [('c', 1)]);
        assert_eq!(beside(&[('a', 6), ('b', 6)], &three), []);
    }

    #[test]
    fn what_was_cancelled_and_keeps_its_place_is_still_somebody_s() {
        // The database knows of none of its checks that runs.
        assert_eq!(beside(&[('a', 4)], &[waiting('a', 1, 0)]), []);
    }

    #[test]
    fn nobody_is_given_more_than_waits() {
        let mut few = waiting('a', 1, 0);
        few.queued = 1;
        assert_eq!(
            shared(&[few, waiting('b', 2, 3)], Room::strictly(3)),
            [('a', 1), ('b', 2)]
        );
    }

    #[tokio::test]
    async fn whose_checks_are_next_is_read_from_the_indexes_made_for_it() {
        on_sqlite(|store| async move {
            let Handle::SqliteReader(mut conn) = store.read().await.unwrap().into_handle() else {
                unreachable!("a connection that reads");
            };
            let sql = format!("explain query plan {}", WAITING.sql);
            let rows = conn.fetch_all(AssertSqlSafe(sql)).await.unwrap();
            let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            let of_checks =
                |step: &&String| step.starts_with("SEARCH c") || step.starts_with("SCAN c");
            let read: Vec<&String> = steps.iter().filter(of_checks).collect();
            assert!(read.len() >= 5, "{steps:#?}");
            for step in read {
                let is_made_for_it =
                    step.contains("checks_queued_idx") || step.contains("checks_running_idx");
                assert!(is_made_for_it, "{step}\n{steps:#?}");
            }
        })
        .await;
    }
}
