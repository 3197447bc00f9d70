//! A measurement: how many checks a second the store takes from their plan to their verdict.

use std::time::{Duration, Instant};

use domain::{Level, Outcome, RunStatus, Verdict};

use crate::outbox::NewEvent;
use crate::queue::{Answer, Fenced, Lease, Room};
use crate::testing::{Fixtures, at, digest, on_each_engine};
use crate::{Store, StoreError, audit, outbox, queue, runs};

const CLIENTS: u64 = 16;
const CHECKS: u64 = 20;

/// Everything that the store does for one check of 20 policies, plan blob included.
async fn one(store: &Store, own: &Fixtures, number: u64) {
    let plan = format!("{number}").repeat(20_000);
    store.blobs().put(plan.into()).await.unwrap();
    let run = own.run(number);
    let organization = own.organization.id;
    let check = own.check(&run);
    let entry = own.entry("run.create", "run-1", number);
    store
        .write(move |tx| {
            Box::pin(async move {
                runs::insert(tx, organization, &run, false).await?;
                queue::enqueue(tx, &check).await?;
                audit::append(tx, Some(organization), &entry).await?;
                say(tx, 1).await
            })
        })
        .await
        .unwrap();
    let lease = Lease {
        now: at(1),
        span: Duration::from_secs(30),
    };
    let mine = store
        .write(move |tx| {
            Box::pin(async move { queue::claim(tx, "node", Room::strictly(1), lease).await })
        })
        .await
        .unwrap();
    let results: Vec<_> = (0..20)
        .map(|policy| own.result(&format!("p{policy}"), Level::Advisory, Outcome::Passed))
        .collect();
    let entry = own.entry("check.finish", "polchk-1", number);
    store
        .write(move |tx| {
            Box::pin(async move {
                for claimed in mine {
                    let answer = Answer {
                        check_id: claimed.check_id,
                        attempt: claimed.attempt,
                        verdict: Verdict::Passed,
                        results: &results,
                        digest: Some(digest(1)),
                        engine: Some("regorus"),
                        error: None,
                        finished_at: at(2),
                    };
                    let done = queue::finish(tx, &answer).await?;
                    assert!(matches!(done, Fenced::Done { .. }));
                    let (from, to) = (RunStatus::Checking, RunStatus::Checked);
                    runs::set_status(tx, claimed.run_id, from, to, at(2)).await?;
                }
                audit::append(tx, Some(organization), &entry).await?;
                say(tx, 3).await
            })
        })
        .await
        .unwrap();
}

async fn say(tx: &mut crate::Tx, revision: u32) -> Result<(), StoreError> {
    let event = NewEvent {
        organization_id: None,
        kind: "check",
        subject_id: "polchk-1",
        revision: Some(revision),
        created_at: at(1),
    };
    outbox::append(tx, &event).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; run it by hand on a quiet machine"]
async fn the_store_takes_well_over_forty_checks_a_second() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let begun = Instant::now();
        let clients = (0..CLIENTS).map(|client| {
            let (store, own) = (store.clone(), own.clone());
            tokio::spawn(async move {
                for number in 0..CHECKS {
                    one(&store, &own, client * CHECKS + number).await;
                }
            })
        });
        for client in futures::future::join_all(clients).await {
            client.unwrap();
        }
        let mut conn = store.read().await.unwrap();
        assert_eq!(
            queue::depth(&mut conn).await.unwrap(),
            queue::Depth::default()
        );
        let rate =
            f64::from(u32::try_from(CLIENTS * CHECKS).unwrap()) / begun.elapsed().as_secs_f64();
        eprintln!("{:?}: {rate:.0} checks/s", store.engine());
        assert!(rate > 40.0, "{:?}: {rate:.0} checks/s", store.engine());
    })
    .await;
}
