//! Fairness: whose jobs wait for whose.

use std::time::{Duration, Instant};

use domain::Decision;
use sandbox::{Party, Sandbox, SandboxConfig, SetOptions};

use crate::fixture::{ENDLESS, PASSES, assert_works, bundle, config, decisions, job, set};

/// The time of one check, in which an honest one is done many times over.
const WALL: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_whose_checks_never_end_makes_no_other_party_wait_for_them() {
    let sandbox = Sandbox::new(SandboxConfig {
        wall: WALL,
        ..config()
    });
    // Twice as many as there are children, and as many uploads behind them.
    let mut busy = tokio::task::JoinSet::new();
    let hostile = Party::new("hostile");
    for number in 0..4 {
        let (checks, uploads, party) = (sandbox.clone(), sandbox.clone(), hostile.clone());
        let source = ENDLESS.replace("\"x\"", &format!("\"{number}\""));
        let files = bundle(&[("a", &source)]);
        let mut job = job(vec![set(&[("a", &source)])]);
        job.party = party.clone();
        busy.spawn(async move { drop(checks.evaluate(job, |_| {}).await) });
        busy.spawn(async move {
            drop(
                uploads
                    .ingest(files.into(), SetOptions::default(), &party)
                    .await,
            );
        });
    }
    // They have their children by now.
    tokio::task::yield_now().await;
    let started = Instant::now();
    for _ in 0..3 {
        let mut job = job(vec![set(&[("a", PASSES)])]);
        job.party = Party::new("honest");
        let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
        assert_eq!(decisions(&evaluation), [Decision::Passed]);
    }
    let took = started.elapsed();
    assert!(took < WALL / 2, "{took:?}");
    busy.shutdown().await;
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_child_works_for_one_party_alone_and_only_so_many_wait() {
    // Outside of the runtime, so that no child starts before it is wanted.
    let alone = SandboxConfig {
        children: 1,
        ..config()
    };
    let sandbox = std::thread::spawn(|| Sandbox::new(alone)).join().unwrap();
    for (party, waiting) in [("a", 1), ("a", 1), ("b", 2), ("a", 2), ("c", 3), ("d", 3)] {
        let mut job = job(vec![set(&[("a", PASSES)])]);
        job.party = Party::new(party);
        let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
        assert_eq!(decisions(&evaluation), [Decision::Passed]);
        let health = sandbox.self_test().await;
        assert_eq!(health.idle_children, waiting, "after a job of {party}");
    }
}
