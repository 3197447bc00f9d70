//! Several at once: workers that claim, people that override, nodes that start.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Level, Outcome, Verdict};

use crate::queue::{Answer, Fenced, Lease, Room};
use crate::statement::Statement;
use crate::testing::{Fixtures, at, on_each_engine, on_postgres};
use crate::{StoreError, integrity, overrides, queue};

#[tokio::test]
async fn many_workers_take_every_check_once() {
    const CHECKS: usize = 40;
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let other = own.beside(&store, "other").await;
        for number in 0..CHECKS {
            let whose = if number % 3 == 0 { &other } else { &own };
            whose.queued(&store, u64::try_from(number).unwrap()).await;
        }
        let workers = (0..8).map(|worker| {
            let store = store.clone();
            async move {
                let lease = Lease {
                    now: at(100),
                    span: Duration::from_mins(10),
                };
                let mut taken = Vec::new();
                loop {
                    let node = format!("node-{worker}");
                    let claimed = store
                        .write(move |tx| {
                            Box::pin(async move {
                                queue::claim(tx, &node, Room::strictly(3), lease).await
                            })
                        })
                        .await
                        .unwrap();
                    taken.extend(claimed.iter().map(|one| (one.check_id, one.attempt)));
                    let mut conn = store.read().await.unwrap();
                    // Others may hold what is queued for the moment of their claim.
                    if queue::depth(&mut conn).await.unwrap().queued == 0 {
                        return taken;
                    }
                }
            }
        });
        let taken: Vec<_> = futures::future::join_all(workers).await.concat();
        assert_eq!(taken.len(), CHECKS);
        let distinct: BTreeSet<_> = taken.into_iter().collect();
        assert_eq!(distinct.len(), CHECKS);
        assert!(distinct.iter().all(|(_, attempt)| *attempt == 1));
    })
    .await;
}

#[tokio::test]
async fn of_two_overrides_at_once_one_has_an_effect() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        let results = [own.result("p", Level::SoftMandatory, Outcome::SoftFailed)];
        store
            .write(move |tx| {
                Box::pin(async move {
                    let lease = Lease {
                        now: at(20),
                        span: Duration::from_mins(10),
                    };
                    queue::claim(tx, "node", Room::strictly(1), lease).await?;
                    let answer = Answer {
                        check_id: id,
                        attempt: 1,
                        verdict: Verdict::SoftFailed,
                        results: &results,
                        digest: None,
                        engine: None,
                        error: None,
                        finished_at: at(21),
                    };
                    queue::finish(tx, &answer).await
                })
            })
            .await
            .unwrap();
        let overrides = (0..6).map(|number| {
            let decision = own.decision(30 + number);
            store.write(move |tx| {
                Box::pin(async move { overrides::insert(tx, id, &decision).await })
            })
        });
        let done: Vec<Fenced> = futures::future::join_all(overrides)
            .await
            .into_iter()
            .map(|done| done.unwrap())
            .collect();
        let effects = done.iter().filter(|one| **one != Fenced::Stale).count();
        assert_eq!(effects, 1, "{done:?}");
        let mut conn = store.read().await.unwrap();
        assert_eq!(overrides::list(&mut conn, id).await.unwrap().len(), 1);
        // Nobody wrote the audit entry or moved the run, and exactly that is found.
        let violations = integrity::violations(&mut conn).await.unwrap();
        assert_eq!(violations.len(), 2, "{violations:?}");
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_at_once_migrate_once() {
    const DROP: &Statement = &Statement {
        name: "DROP",
        table: "everything",
        sql: "drop schema public cascade",
        only: None,
    };
    const CREATE: &Statement = &Statement {
        name: "CREATE",
        table: "everything",
        sql: "create schema public",
        only: None,
    };
    on_postgres(|store| async move {
        store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(DROP, Vec::new()).await?;
                    tx.run(CREATE, Vec::new()).await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        // Two, because the pool of the test has four connections and each takes two.
        let (one, other) = tokio::join!(store.migrate(), store.migrate());
        one.unwrap();
        other.unwrap();
        Fixtures::stored(&store).await;
    })
    .await;
}
