//! Workers that are lost, late, or come back from the dead.

use std::time::Duration;

use domain::{CheckId, CheckStatus, Level, Outcome, PolicyResult, Verdict};

use crate::queue::{Answer, Fenced, Lease, MAX_LOST_ATTEMPTS, MAX_POSTPONED, Room};
use crate::testing::{Fixtures, at, on_each_engine, on_sqlite};
use crate::{Store, StoreError, Tx, checks, queue};

/// A lease that is over at once: Postgres measures with its own clock, which no test can move.
fn over() -> Lease {
    Lease {
        now: at(20),
        span: Duration::ZERO,
    }
}

fn long() -> Lease {
    Lease {
        now: at(20),
        span: Duration::from_hours(1),
    }
}

/// Lets the clock of either engine pass the end of a lease that was over at once.
fn later() -> domain::Timestamp {
    at(21)
}

async fn answer(
    tx: &mut Tx,
    check_id: CheckId,
    attempt: u32,
    results: &[PolicyResult],
) -> Result<Fenced, StoreError> {
    let answer = Answer {
        check_id,
        attempt,
        verdict: Verdict::HardFailed,
        results,
        digest: None,
        engine: None,
        error: None,
        finished_at: at(25),
    };
    queue::finish(tx, &answer).await
}

#[tokio::test]
async fn a_stale_attempt_changes_nothing_and_the_next_one_answers() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        claim(&store, "node-a", over()).await;
        let results = [own.result("p", Level::HardMandatory, Outcome::HardFailed)];
        let reaped = reap(&store).await;
        assert_eq!((reaped.len(), reaped[0].check_id), (1, id));
        assert_eq!(
            (reaped[0].status, reaped[0].revision),
            (CheckStatus::Queued, 3)
        );
        assert_eq!(reap(&store).await, [], "once");
        store
            .write(move |tx| {
                Box::pin(async move {
                    // The zombie speaks while the check waits, and again while another has it.
                    assert_eq!(answer(tx, id, 1, &results).await?, Fenced::Stale);
                    let claimed = queue::claim(tx, "node-b", Room::strictly(1), long()).await?;
                    assert_eq!(claimed[0].attempt, 2);
                    assert_eq!(answer(tx, id, 1, &results).await?, Fenced::Stale);
                    assert_eq!(queue::release(tx, id, 1, at(24)).await?, Fenced::Stale);
                    let done = answer(tx, id, 2, &results).await?;
                    assert_eq!(done, Fenced::Done { revision: 5 });
                    assert_eq!(answer(tx, id, 2, &results).await?, Fenced::Stale);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(
            (check.status, check.results.len()),
            (CheckStatus::HardFailed, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn a_heartbeat_keeps_what_is_held_and_names_what_is_lost() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, kept) = own.queued(&store, 10).await;
        let (_, lost) = own.queued(&store, 11).await;
        claim(&store, "node-a", over()).await;
        store
            .write(move |tx| {
                Box::pin(async move {
                    let held = [(kept, 1), (lost, 7)];
                    let gone = queue::heartbeat(tx, "node-a", &held, long()).await?;
                    assert_eq!(gone, [(lost, 7)], "another attempt is another's");
                    let gone = queue::heartbeat(tx, "node-b", &[(kept, 1)], long()).await?;
                    assert_eq!(gone, [(kept, 1)], "another node's");
                    assert_eq!(queue::heartbeat(tx, "node-a", &[], long()).await?, []);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        let reaped = reap(&store).await;
        assert_eq!(reaped.len(), 1, "a check that nobody speaks for runs out");
        assert_eq!(reaped[0].check_id, lost);
    })
    .await;
}

#[tokio::test]
async fn progress_is_told_by_the_running_attempt_and_begins_anew_with_the_next() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        let tell = |attempt, done| {
            let store = store.clone();
            async move {
                store
                    .write(move |tx| {
                        Box::pin(async move { queue::progress(tx, id, attempt, done).await })
                    })
                    .await
                    .unwrap()
            }
        };
        let told = || async {
            let mut conn = store.read().await.unwrap();
            let check = checks::find(&mut conn, id).await.unwrap().unwrap();
            (check.policy_done, check.revision)
        };
        assert_eq!(tell(1, 1).await, Fenced::Stale, "nobody took it");
        claim(&store, "node-a", over()).await;
        let (_, before) = told().await;
        let fenced = tell(1, 1).await;
        assert_eq!(
            fenced,
            Fenced::Done {
                revision: before + 1
            }
        );
        assert_eq!(told().await, (1, before + 1));
        reap(&store).await;
        assert_eq!(told().await.0, 0, "nobody has it");
        claim(&store, "node-b", long()).await;
        assert_eq!(told().await.0, 0);
        assert_eq!(tell(1, 2).await, Fenced::Stale, "another attempt's");
        assert_eq!(told().await.0, 0);
    })
    .await;
}

#[tokio::test]
async fn a_check_that_loses_every_worker_is_errored_with_a_verdict() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        for lost in 1..=MAX_LOST_ATTEMPTS {
            claim(&store, "node-a", over()).await;
            let reaped = reap(&store).await;
            let expected = if lost == MAX_LOST_ATTEMPTS {
                CheckStatus::Errored
            } else {
                CheckStatus::Queued
            };
            assert_eq!((reaped.len(), reaped[0].status), (1, expected), "{lost}");
        }
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        assert!(check.error.unwrap().contains("lost 3 times"));
        assert!(check.finished_at.is_some());
        assert_eq!(
            queue::depth(&mut conn).await.unwrap(),
            queue::Depth::default()
        );
    })
    .await;
}

#[tokio::test]
async fn a_released_check_is_queued_again_and_nobody_counts_as_lost() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        for attempt in 1..=5 {
            claim(&store, "node-a", long()).await;
            let done = store
                .write(move |tx| {
                    Box::pin(async move { queue::release(tx, id, attempt, at(22)).await })
                })
                .await;
            assert!(
                matches!(done, Ok(Fenced::Done { .. })),
                "{attempt}: {done:?}"
            );
        }
        let mut conn = store.read().await.unwrap();
        let state = checks::find_state(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(state.status, CheckStatus::Queued);
    })
    .await;
}

#[tokio::test]
async fn a_postponed_check_is_nobodys_until_its_time_and_is_errored_in_the_end() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        assert_eq!(claim(&store, "node-a", long()).await, [id]);
        let one = postpone(&store, id, 1, Duration::from_hours(1))
            .await
            .unwrap();
        assert_eq!((one.status, one.error), (CheckStatus::Queued, None));
        assert_eq!(claim(&store, "node-a", long()).await, [], "not yet");
        assert_eq!(
            postpone(&store, id, 1, Duration::ZERO).await,
            None,
            "only once"
        );

        let (_, id) = own.queued(&store, 11).await;
        for attempt in 1..=MAX_POSTPONED {
            assert_eq!(claim(&store, "node-a", long()).await, [id], "{attempt}");
            let one = postpone(&store, id, attempt, Duration::ZERO).await.unwrap();
            let expected = if attempt == MAX_POSTPONED {
                CheckStatus::Errored
            } else {
                CheckStatus::Queued
            };
            assert_eq!(one.status, expected, "{attempt}");
        }
        assert_eq!(claim(&store, "node-a", long()).await, []);
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        let error = check.error.unwrap();
        assert!(
            error.contains("12 times") && error.contains("blob store"),
            "{error}"
        );
        assert!(check.finished_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_check_past_its_deadline_is_errored_wherever_it_stands() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, running) = own.queued(&store, 10).await;
        claim(&store, "node-a", long()).await;
        let (_, queued) = own.queued(&store, 11).await;
        let (_, young) = own.queued(&store, 500).await;
        let reaped = store
            .write(|tx| Box::pin(async move { queue::reap(tx, at(700), 10).await }))
            .await
            .unwrap();
        let ids: Vec<CheckId> = reaped.iter().map(|one| one.check_id).collect();
        assert_eq!(ids.len(), 2);
        assert!(ids.contains(&running) && ids.contains(&queued) && !ids.contains(&young));
        assert!(reaped.iter().all(|one| one.status == CheckStatus::Errored));
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, queued).await.unwrap().unwrap();
        assert!(check.error.unwrap().contains("deadline"));
        assert_eq!(check.finished_at, Some(at(700)));
    })
    .await;
}

#[tokio::test]
async fn checks_are_taken_oldest_first_and_no_more_than_asked() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, second) = own.queued(&store, 12).await;
        let (_, first) = own.queued(&store, 11).await;
        let (_, third) = own.queued(&store, 13).await;
        let two = store
            .write(|tx| {
                Box::pin(async move { queue::claim(tx, "node-a", Room::strictly(2), long()).await })
            })
            .await
            .unwrap();
        let ids: Vec<CheckId> = two.iter().map(|one| one.check_id).collect();
        assert_eq!(ids, [first, second]);
        let rest = claim(&store, "node-a", long()).await;
        assert_eq!(rest, [third]);
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_process_ran_is_queued_again_at_start() {
    on_sqlite(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        for _ in 0..5 {
            claim(&store, "node-a", long()).await;
            let orphans = store
                .write(|tx| Box::pin(async move { queue::requeue_orphans(tx, at(30)).await }))
                .await
                .unwrap();
            assert_eq!(orphans.len(), 1);
            assert_eq!(
                (orphans[0].check_id, orphans[0].status),
                (id, CheckStatus::Queued)
            );
        }
        let none = store
            .write(|tx| Box::pin(async move { queue::requeue_orphans(tx, at(31)).await }))
            .await
            .unwrap();
        assert_eq!(none, []);
    })
    .await;
}

async fn claim(store: &Store, node: &'static str, lease: Lease) -> Vec<CheckId> {
    store
        .write(move |tx| {
            Box::pin(async move { queue::claim(tx, node, Room::strictly(10), lease).await })
        })
        .await
        .unwrap()
        .into_iter()
        .map(|claimed| claimed.check_id)
        .collect()
}

async fn reap(store: &Store) -> Vec<queue::Reaped> {
    store
        .write(|tx| Box::pin(async move { queue::reap(tx, later(), 10).await }))
        .await
        .unwrap()
}

async fn postpone(
    store: &Store,
    id: CheckId,
    attempt: u32,
    delay: Duration,
) -> Option<queue::Reaped> {
    let why = "the blob store cannot be reached";
    store
        .write(move |tx| {
            Box::pin(async move { queue::postpone(tx, id, attempt, delay, why, at(20)).await })
        })
        .await
        .unwrap()
}
