//! A check's way from the queue to its answer and, when someone decides so, past it.

use std::time::Duration;

use domain::{
    CheckId, CheckStatus, Counts, Level, OrganizationId, Outcome, PageRequest, PolicyResult, RunId,
    RunStatus, Verdict,
};

use crate::queue::{Answer, Fenced, Lease, NewCheck, QueuedPlan, Room};
use crate::testing::{Fixtures, at, digest, on_each_engine};
use crate::{Store, StoreError, checks, dashboard, overrides, queue, runs};

fn lease(seconds: u64) -> Lease {
    Lease {
        now: at(seconds),
        span: Duration::from_secs(30),
    }
}

/// Claims the only check, answers it softly failed, and moves its run on.
async fn answer(store: &Store, id: CheckId, run: RunId, results: Vec<PolicyResult>) {
    store
        .write(move |tx| {
            Box::pin(async move {
                let claimed = queue::claim(tx, "node-a", Room::strictly(5), lease(20)).await?;
                assert_eq!(claimed.len(), 1);
                assert_eq!((claimed[0].check_id, claimed[0].attempt), (id, 1));
                assert_eq!(claimed[0].plan_digest, digest(7));
                assert_eq!((claimed[0].revision, claimed[0].pinned.as_str()), (2, "[]"));
                assert_eq!(
                    queue::claim(tx, "node-b", Room::strictly(5), lease(20)).await?,
                    []
                );
                let answer = Answer {
                    check_id: id,
                    attempt: 1,
                    verdict: Verdict::SoftFailed,
                    results: &results,
                    digest: Some(digest(99)),
                    engine: Some("regorus 0.14.1"),
                    error: None,
                    finished_at: at(21),
                };
                assert_eq!(
                    queue::finish(tx, &answer).await?,
                    Fenced::Done { revision: 3 }
                );
                assert_eq!(queue::finish(tx, &answer).await?, Fenced::Stale);
                assert!(
                    runs::set_status(
                        tx,
                        run,
                        RunStatus::Checking,
                        RunStatus::NeedsDecision,
                        at(21)
                    )
                    .await?
                );
                Ok::<_, StoreError>(())
            })
        })
        .await
        .unwrap();
}

/// What the use case does with a run beside the override of its check.
async fn continued(store: &Store, run: RunId) {
    let (from, to) = (RunStatus::NeedsDecision, RunStatus::Checked);
    store
        .write(move |tx| Box::pin(async move { runs::set_status(tx, run, from, to, at(60)).await }))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_soft_failed_check_is_answered_shown_and_overridden() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let (run, id) = own.queued(&store, 10).await;
        let results = vec![
            own.result("open-port", Level::SoftMandatory, Outcome::SoftFailed),
            own.result("public-ip", Level::HardMandatory, Outcome::Passed),
        ];
        let shown = results.clone();
        answer(&store, id, run.id, results).await;
        let (decision, again) = (own.decision(50), own.decision(51));

        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(check.status, CheckStatus::SoftFailed);
        assert_eq!(check.results, shown);
        let counts = Counts {
            passed: 1,
            soft_failed: 1,
            ..Counts::default()
        };
        assert_eq!((check.counts, check.policy_total), (counts, Some(2)));
        assert_eq!(check.engine.as_deref(), Some("regorus 0.14.1"));
        let times = (check.queued_at, check.started_at, check.finished_at);
        assert_eq!(times, (Some(at(10)), Some(at(20)), Some(at(21))));
        let whole = runs::find(&mut conn, run.id).await.unwrap().unwrap();
        assert_eq!(whole.status, RunStatus::NeedsDecision);
        assert_eq!(whole.checks, std::slice::from_ref(&check));
        assert_eq!(whole.plan, run.plan);
        let waiting =
            checks::list_needing_decision(&mut conn, organization, &PageRequest::default())
                .await
                .unwrap();
        assert_eq!(waiting.items.len(), 1);
        let numbers = dashboard::find(&mut conn, organization, None, at(0))
            .await
            .unwrap();
        assert_eq!(numbers.needs_decision, 1);
        assert_eq!(numbers.oldest_decision_at, Some(at(21)));
        assert_eq!(numbers.days, [], "it has no end yet");
        assert_eq!(numbers.workspaces, 1);
        let projects = [own.project.id];
        let same = dashboard::find(&mut conn, organization, Some(&projects), at(0)).await;
        assert_eq!(same.unwrap(), numbers, "its own project's");
        let projects = [domain::ProjectId::random(own.source())];
        let other = dashboard::find(&mut conn, organization, Some(&projects), at(0))
            .await
            .unwrap();
        assert_eq!((other.needs_decision, other.workspaces), (0, 0));
        assert_eq!((other.oldest_decision_at, other.days), (None, Vec::new()));
        for (projects, expected) in [(&projects[..], 0), (&[own.project.id], 1)] {
            let count =
                dashboard::count_needing_decision(&mut conn, organization, Some(projects)).await;
            assert_eq!(count, Ok(expected));
        }
        let failing = checks::list_most_failing(&mut conn, organization, at(0), 10)
            .await
            .unwrap();
        assert_eq!(failing.len(), 1);
        assert_eq!(
            (failing[0].policy.as_str(), failing[0].failures),
            ("open-port", 1)
        );
        let location = checks::locate(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(location.workspace_id, Some(own.workspace.id));
        drop(conn);

        let expected = decision.clone();
        let done = store
            .write(move |tx| Box::pin(async move { overrides::insert(tx, id, &decision).await }))
            .await;
        assert_eq!(done, Ok(Fenced::Done { revision: 4 }));
        let done = store
            .write(move |tx| Box::pin(async move { overrides::insert(tx, id, &again).await }))
            .await;
        assert_eq!(done, Ok(Fenced::Stale), "no second effect");
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(check.status, CheckStatus::Overridden);
        assert_eq!(check.overrides, [expected]);
        drop(conn);
        continued(&store, run.id).await;
        let mut conn = store.read().await.unwrap();
        let numbers = dashboard::find(&mut conn, organization, None, at(0))
            .await
            .unwrap();
        assert_eq!((numbers.days[0].passed, numbers.days[0].failed), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn many_results_come_back_in_their_order() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (_, id) = own.queued(&store, 10).await;
        let results: Vec<_> = (0..21)
            .map(|number| own.result(&format!("p{number}"), Level::HardMandatory, Outcome::Passed))
            .collect();
        let expected = results.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    queue::claim(tx, "node-a", Room::strictly(1), lease(20)).await?;
                    let answer = Answer {
                        check_id: id,
                        attempt: 1,
                        verdict: Verdict::Passed,
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
        let mut conn = store.read().await.unwrap();
        let check = checks::find(&mut conn, id).await.unwrap().unwrap();
        assert_eq!(check.results, expected);
        assert_eq!(check.counts.passed, 21);
    })
    .await;
}

#[tokio::test]
async fn a_check_without_its_plan_waits_until_it_is_there() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let mut run = own.run(10);
        run.status = RunStatus::Pending;
        let summary = run.plan.take().unwrap();
        run.plan_digest = None;
        let check = NewCheck {
            plan: None,
            ..own.check(&run)
        };
        let (id, run_id) = (check.id, run.id);
        let workspace = own.workspace.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    runs::insert(tx, organization, &run, true).await?;
                    queue::enqueue(tx, &check).await?;
                    assert_eq!(
                        queue::claim(tx, "node-a", Room::strictly(1), lease(20)).await?,
                        []
                    );
                    assert_eq!(queue::depth(tx).await?.pending, 1);
                    assert!(runs::attach_plan(tx, run_id, &digest(7), &summary, at(12)).await?);
                    assert!(
                        !runs::attach_plan(tx, run_id, &digest(8), &summary, at(13)).await?,
                        "a run has one plan"
                    );
                    let plan = QueuedPlan {
                        digest: digest(7),
                        pinned: r#"[{"set":1}]"#,
                        policy_total: 4,
                        queued_at: at(12),
                    };
                    let done = queue::plan_ready(tx, id, &plan).await?;
                    assert_eq!(done, Fenced::Done { revision: 2 });
                    assert_eq!(queue::plan_ready(tx, id, &plan).await?, Fenced::Stale);
                    let depth = queue::depth(tx).await?;
                    assert_eq!((depth.pending, depth.queued), (0, 1));
                    assert_eq!(depth.oldest_queued_at, Some(at(12)));
                    let pinned = checks::find_pinned(tx, id).await?;
                    assert_eq!(pinned.as_deref(), Some(r#"[{"set":1}]"#));
                    let document = runs::find_document(tx, run_id).await?.unwrap();
                    assert!(document.is_destroy);
                    assert_eq!(document.created_by_userid, "alice@example.com");
                    assert_eq!(document.workspace_created_at, workspace.created_at);
                    assert_eq!(document.tags, workspace.tags);
                    assert_eq!(
                        queue::claim(tx, "node-a", Room::strictly(1), lease(20))
                            .await?
                            .len(),
                        1
                    );
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_same_idempotency_key_makes_one_check() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let submit = |seconds| {
            let run = own.run(seconds);
            let check = NewCheck {
                idempotency: Some(("api", "key-1")),
                ..own.check(&run)
            };
            let id = check.id;
            let done = store.write(move |tx| {
                Box::pin(async move {
                    runs::insert(tx, organization, &run, false).await?;
                    queue::enqueue(tx, &check).await?;
                    Ok::<_, StoreError>(run.id)
                })
            });
            (id, done)
        };
        let (id, done) = submit(10);
        let run = done.await.unwrap();
        let (_, done) = submit(11);
        let error = done.await.unwrap_err();
        let name = "checks_organization_id_idempotency_source_idempotency_key_key";
        assert!(error.is_constraint(name), "{error}");
        let mut conn = store.read().await.unwrap();
        let found = checks::find_by_idempotency_key(&mut conn, organization, "api", "key-1")
            .await
            .unwrap();
        assert_eq!(found, Some((id, run)));
        let foreign = OrganizationId::random(own.source());
        let found = checks::find_by_idempotency_key(&mut conn, foreign, "api", "key-1")
            .await
            .unwrap();
        assert_eq!(found, None);
        assert_eq!(
            queue::depth(&mut conn).await.unwrap().queued,
            1,
            "nothing half-done"
        );
    })
    .await;
}

#[tokio::test]
async fn a_canceled_check_takes_no_answer() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (run, id) = own.queued(&store, 10).await;
        let results = [own.result("p", Level::HardMandatory, Outcome::Passed)];
        store
            .write(move |tx| {
                Box::pin(async move {
                    queue::claim(tx, "node-a", Room::strictly(1), lease(20)).await?;
                    let done = queue::cancel(tx, id, at(21)).await?;
                    assert_eq!(done, Fenced::Done { revision: 3 });
                    assert_eq!(queue::cancel(tx, id, at(22)).await?, Fenced::Stale);
                    let answer = Answer {
                        check_id: id,
                        attempt: 1,
                        verdict: Verdict::Passed,
                        results: &results,
                        digest: None,
                        engine: None,
                        error: None,
                        finished_at: at(23),
                    };
                    assert_eq!(queue::finish(tx, &answer).await?, Fenced::Stale);
                    let state = checks::find_state(tx, id).await?.unwrap();
                    assert_eq!((state.status, state.revision), (CheckStatus::Canceled, 3));
                    assert_eq!(
                        runs::find_status(tx, run.id).await?,
                        Some(RunStatus::Checking)
                    );
                    assert_eq!(
                        queue::release(tx, id, 1, at(24)).await?,
                        Fenced::Stale,
                        "nothing to give back"
                    );
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}
