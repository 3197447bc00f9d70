//! Organizations share the workers.

use std::time::Duration;

use domain::{Capacity, CheckId};

use crate::queue::{Lease, Room};
use crate::testing::{Fixtures, at, on_each_engine};
use crate::{Store, queue};

/// Room of a node that usually has four checks, beside so many of these.
fn beside(held: &[(&Fixtures, u32)]) -> Room {
    let held = held.iter();
    Room {
        capacity: Capacity::of(4),
        held: held
            .map(|(own, count)| (own.organization.id, *count))
            .collect(),
    }
}

async fn claim(store: &Store, node: &'static str, room: Room) -> Vec<CheckId> {
    let lease = Lease {
        now: at(100),
        span: Duration::from_hours(1),
    };
    let claimed = store
        .write(move |tx| Box::pin(async move { queue::claim(tx, node, room, lease).await }))
        .await
        .unwrap();
    claimed.into_iter().map(|one| one.check_id).collect()
}

async fn is_any_next(store: &Store, room: Room) -> bool {
    let mut conn = store.read().await.unwrap();
    queue::is_any_next(&mut conn, room, at(100)).await.unwrap()
}

async fn queued(own: &Fixtures, store: &Store, seconds: std::ops::Range<u64>) -> Vec<CheckId> {
    let mut ids = Vec::new();
    for second in seconds {
        ids.push(own.queued(store, second).await.1);
    }
    ids
}

#[tokio::test]
async fn an_organization_with_many_checks_shares_the_room_with_one_that_has_few() {
    on_each_engine(|store| async move {
        let hog = Fixtures::stored(&store).await;
        let other = hog.beside(&store, "other").await;
        let many = queued(&hog, &store, 10..18).await;
        let few = queued(&other, &store, 30..32).await;
        let claimed = claim(&store, "node", Room::strictly(4)).await;
        assert_eq!(
            claimed,
            [many[0], many[1], few[0], few[1]],
            "each its oldest"
        );
        let late = queued(&other, &store, 40..41).await;
        queued(&hog, &store, 41..42).await;
        let claimed = claim(&store, "node", Room::strictly(1)).await;
        assert_eq!(claimed, [many[2]], "of equals who waits longest");
        assert_eq!(claim(&store, "node", Room::strictly(1)).await, late);
        let rest = claim(&store, "node", Room::strictly(20)).await;
        assert_eq!(rest.len(), 6);
        assert_eq!(&rest[..5], &many[3..], "alone it has all of the room");
    })
    .await;
}

#[tokio::test]
async fn beyond_the_usual_room_there_is_a_share_for_each_organization() {
    on_each_engine(|store| async move {
        let hog = Fixtures::stored(&store).await;
        let other = hog.beside(&store, "other").await;
        let many = queued(&hog, &store, 10..18).await;
        assert_eq!(claim(&store, "node-a", Room::strictly(4)).await, many[..4]);
        assert!(!is_any_next(&store, beside(&[(&hog, 4)])).await);
        assert_eq!(claim(&store, "node-a", beside(&[(&hog, 4)])).await, []);
        let few = queued(&other, &store, 30..36).await;
        assert!(is_any_next(&store, beside(&[(&hog, 4)])).await);
        assert_eq!(
            claim(&store, "node-a", beside(&[(&hog, 4)])).await,
            few[..4]
        );
        assert!(
            !is_any_next(&store, beside(&[(&hog, 4), (&other, 4)])).await,
            "both have their share"
        );
        assert!(!is_any_next(&store, Room::strictly(0)).await);
        assert_eq!(claim(&store, "node-c", Room::strictly(0)).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_check_that_is_put_off_does_not_count_until_its_time() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let other = own.beside(&store, "other").await;
        let id = queued(&own, &store, 10..11).await[0];
        claim(&store, "node", Room::strictly(1)).await;
        store
            .write(move |tx| {
                let delay = Duration::from_hours(1);
                Box::pin(
                    async move { queue::postpone(tx, id, 1, delay, "no blobs", at(100)).await },
                )
            })
            .await
            .unwrap();
        assert!(!is_any_next(&store, Room::strictly(1)).await);
        let next = queued(&other, &store, 20..21).await;
        assert_eq!(claim(&store, "node", Room::strictly(2)).await, next);
        let own_next = queued(&own, &store, 30..31).await;
        assert_eq!(claim(&store, "node", Room::strictly(2)).await, own_next);
    })
    .await;
}
