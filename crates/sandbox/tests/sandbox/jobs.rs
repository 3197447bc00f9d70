//! Checks, uploads and tests that go well, alone and together.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use domain::{Decision, TestOutcome};
use sandbox::{
    Dialect, EvaluationJob, Party, PlanInput, Progress, Sandbox, SandboxConfig, SandboxError,
    SetOptions, TestOptions,
};

use crate::fixture::{
    DENIES, ENDLESS, PASSES, assert_works, bundle, config, decisions, evaluate, job, job_of, only,
    set,
};

#[tokio::test]
async fn every_policy_of_every_set_is_answered_in_order() {
    let sandbox = Sandbox::new(config());
    let sets = vec![
        set(&[("a", PASSES), ("b", DENIES)]),
        set(&[("c", DENIES)]),
        set(&[("d", PASSES)]),
    ];
    let evaluation = evaluate(&sandbox, sets).await;
    assert_eq!(evaluation.engine, sandbox::ENGINE);
    let said: Vec<Vec<_>> = evaluation
        .sets
        .iter()
        .map(|set| {
            let policies = set.policies.iter();
            policies
                .map(|(policy, said)| (policy.name.as_str(), said.decision))
                .collect()
        })
        .collect();
    assert_eq!(
        said,
        [
            vec![("a", Decision::Passed), ("b", Decision::Failed)],
            vec![("c", Decision::Failed)],
            vec![("d", Decision::Passed)],
        ]
    );
}

#[tokio::test]
async fn progress_counts_from_nothing_to_everything() {
    let sandbox = Sandbox::new(config());
    let seen = Mutex::new(Vec::new());
    let job = job(vec![
        set(&[("a", PASSES), ("b", DENIES)]),
        set(&[("c", DENIES)]),
    ]);
    sandbox
        .evaluate(job, |progress| seen.lock().unwrap().push(progress))
        .await
        .unwrap();
    let expected: Vec<_> = (0..=3).map(|done| Progress { done, total: 3 }).collect();
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn no_policy_at_all_is_an_answer_too() {
    let sandbox = Sandbox::new(config());
    assert_eq!(evaluate(&sandbox, Vec::new()).await.sets, []);
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn policies_read_the_plan_and_the_run() {
    let sandbox = Sandbox::new(config());
    let source = "package a\n\
                  deny contains change.address if some change in input.plan.resource_changes\n\
                  deny contains input.run.workspace.name\n";
    let evaluation = evaluate(&sandbox, vec![set(&[("a", source)])]).await;
    let texts: Vec<_> = only(&evaluation)[0]
        .messages
        .iter()
        .map(|m| m.text.as_str())
        .collect();
    assert_eq!(texts, ["aws_vpc.a", "network"]);
}

#[tokio::test]
async fn a_whole_input_is_used_as_it_is() {
    let sandbox = Sandbox::new(config());
    let job = EvaluationJob {
        plan: PlanInput::Raw(br#"{"word":"mine"}"#.to_vec().into()),
        sets: vec![set(&[("a", "package a\ndeny contains input.word\n")])],
        party: Party::default(),
    };
    let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
    assert_eq!(only(&evaluation)[0].messages[0].text, "mine");
}

#[tokio::test]
async fn a_plan_that_is_none_makes_every_policy_errored() {
    let sandbox = Sandbox::new(config());
    for plan in [&b"not json"[..], b"", b"{\"format_version\":"] {
        let sets = vec![set(&[("a", PASSES), ("b", DENIES)])];
        let evaluation = sandbox.evaluate(job_of(plan, sets), |_| {}).await.unwrap();
        assert_eq!(
            decisions(&evaluation),
            [Decision::Errored, Decision::Errored]
        );
        let error = only(&evaluation)[0].error.clone().unwrap();
        assert!(
            error.message.starts_with("the plan cannot be read: "),
            "{}",
            error.message
        );
    }
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn many_checks_at_once_do_not_mix() {
    let sandbox = Sandbox::new(SandboxConfig {
        recycle_after: 7,
        ..config()
    });
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..60 {
        let sandbox = sandbox.clone();
        tasks.spawn(async move {
            let word = format!("word {number}");
            let source =
                format!("package a\ndeny contains input.word\ndeny contains \"set {number}\"\n");
            let job = EvaluationJob {
                plan: PlanInput::Raw(format!("{{\"word\":\"{word}\"}}").into_bytes().into()),
                sets: vec![set(&[("a", &source)])],
                party: Party::default(),
            };
            let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
            let texts: Vec<_> = only(&evaluation)[0]
                .messages
                .iter()
                .map(|m| m.text.clone())
                .collect();
            assert_eq!(texts, [format!("set {number}"), word]);
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
}

#[tokio::test]
async fn a_set_is_sent_to_a_child_once() {
    let sandbox = Sandbox::new(SandboxConfig {
        children: 1,
        ..config()
    });
    assert_works(&sandbox).await;
    // The same digest with other bytes: were they sent, the set would not load.
    let mut known = set(&[("good", PASSES), ("bad", DENIES)]);
    known.bundle = b"not a bundle".to_vec().into();
    let evaluation = evaluate(&sandbox, vec![known.clone()]).await;
    assert_eq!(decisions(&evaluation), [Decision::Passed, Decision::Failed]);
    // Evaluated otherwise, it is another set.
    known.options.strict = true;
    let evaluation = evaluate(&sandbox, vec![known]).await;
    assert!(!evaluation.sets[0].problems.is_empty());
}

#[tokio::test]
async fn a_child_that_gave_a_large_plan_back_keeps_its_sets() {
    let sandbox = Sandbox::new(SandboxConfig {
        children: 1,
        memory_mb: 1_024,
        ..config()
    });
    // Parsed, it is more than what a child may have left after a job.
    let input = format!(
        "{{\"word\":\"mine\",\"rest\":[{}[]]}}",
        "[],".repeat(2_000_000)
    );
    let source = "package a\ndeny contains input.word if count(input.rest) > 5\n";
    let mut job = EvaluationJob {
        plan: PlanInput::Raw(input.into_bytes().into()),
        sets: vec![set(&[("a", source)])],
        party: Party::default(),
    };
    let evaluation = sandbox.evaluate(job.clone(), |_| {}).await.unwrap();
    assert_eq!(only(&evaluation)[0].messages[0].text, "mine");
    // The same digest with other bytes: were they sent to another child, the set would not load.
    job.sets[0].bundle = b"not a bundle".to_vec().into();
    let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
    assert_eq!(decisions(&evaluation), [Decision::Failed]);
}

#[tokio::test]
async fn more_sets_than_a_child_keeps_are_evaluated_all_the_same() {
    let sandbox = Sandbox::new(SandboxConfig {
        children: 1,
        ..config()
    });
    let sources: Vec<_> = (0..40)
        .map(|n| format!("package a\ndeny contains \"{n}\"\n"))
        .collect();
    for _ in 0..2 {
        let sets = sources.iter().map(|source| set(&[("a", source)])).collect();
        let evaluation = evaluate(&sandbox, sets).await;
        for (number, set) in evaluation.sets.iter().enumerate() {
            assert_eq!(set.policies[0].1.messages[0].text, number.to_string());
        }
    }
}

#[tokio::test]
async fn a_check_that_nobody_waits_for_any_longer_gives_its_child_back() {
    let sandbox = Sandbox::new(SandboxConfig {
        children: 1,
        ..config()
    });
    assert_works(&sandbox).await;
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let check = sandbox.evaluate(job(vec![set(&[("a", ENDLESS)])]), |_| {
        if let Some(sender) = sender.lock().unwrap().take() {
            sender.send(()).unwrap();
        }
    });
    tokio::select! {
        biased;
        _ = receiver => {}
        _ = check => panic!("it was over too soon"),
    }
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn children_that_nobody_needs_end_and_one_stays() {
    let sandbox = Sandbox::new(config());
    let checks = (0..2).map(|_| evaluate(&sandbox, vec![set(&[("a", PASSES)])]));
    let [first, second] = <[_; 2]>::try_from(checks.collect::<Vec<_>>()).ok().unwrap();
    tokio::join!(first, second);
    assert_eq!(sandbox.self_test().await.idle_children, 2);
    sandbox.trim(Duration::from_hours(1)).await;
    assert_eq!(sandbox.self_test().await.idle_children, 2);
    sandbox.trim(Duration::ZERO).await;
    assert_eq!(sandbox.self_test().await.idle_children, 1);
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn uploads_are_read_in_a_child() {
    let sandbox = Sandbox::new(config());
    let good = sandbox
        .ingest(
            bundle(&[("a", PASSES), ("b", DENIES)]).into(),
            SetOptions::default(),
            &Party::default(),
        )
        .await
        .unwrap();
    assert!(good.is_ready(), "{good:?}");
    let names: Vec<_> = good
        .policies
        .iter()
        .map(|policy| policy.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    let bad = sandbox
        .ingest(
            bundle(&[("a", "package a\ndeny contains {\n")]).into(),
            SetOptions::default(),
            &Party::default(),
        )
        .await
        .unwrap();
    assert!(!bad.is_ready());
    assert_eq!(bad.problems[0].file.as_deref(), Some("a.rego"));
}

#[tokio::test]
async fn an_upload_is_read_in_the_declared_dialect() {
    let sandbox = Sandbox::new(config());
    let old = "package a\ndeny[msg] { msg := \"no\" }\n";
    let in_dialect = async |dialect| {
        let options = SetOptions {
            dialect,
            ..SetOptions::default()
        };
        let upload = bundle(&[("a", old)]).into();
        let ingested = sandbox.ingest(upload, options, &Party::default()).await;
        ingested.unwrap()
    };
    let guessed = in_dialect(None).await;
    assert!(guessed.is_ready(), "{guessed:?}");
    assert_eq!((guessed.rego_files.v0, guessed.rego_files.v1), (1, 0));
    assert!(guessed.problems[0].message.contains("Rego v0"), "a warning");
    let declared = in_dialect(Some(Dialect::V0)).await;
    assert_eq!(
        (declared.rego_files.v0, &declared.problems[..]),
        (1, &[][..])
    );
    let refused = in_dialect(Some(Dialect::V1)).await;
    assert!(!refused.is_ready());
    let message = &refused.problems[0].message;
    assert!(
        message.ends_with("this looks like v0, and v1 is declared"),
        "{message}"
    );
}

#[tokio::test]
async fn tests_run_in_a_child() {
    let sandbox = Sandbox::new(config());
    let source = "package a_test\ntest_one if 1 == 1\ntest_two if 1 == 2\n";
    let files = BTreeMap::from([("a_test.rego".to_owned(), source.as_bytes().to_vec())]);
    let report = sandbox
        .test(files, TestOptions::default(), &Party::default())
        .await
        .unwrap();
    let outcomes: Vec<_> = report
        .cases
        .iter()
        .map(|case| (case.name.as_str(), case.outcome))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("data.a_test.test_one", TestOutcome::Passed),
            ("data.a_test.test_two", TestOutcome::Failed),
        ]
    );
}

#[tokio::test]
async fn after_shutdown_nothing_is_accepted() {
    let sandbox = Sandbox::new(config());
    assert_works(&sandbox).await;
    sandbox.shutdown().await;
    sandbox.shutdown().await;
    let error = sandbox.evaluate(job(Vec::new()), |_| {}).await.unwrap_err();
    assert!(matches!(error, SandboxError::ShutDown), "{error}");
    let error = sandbox
        .ingest(bundle(&[]).into(), SetOptions::default(), &Party::default())
        .await
        .unwrap_err();
    assert!(matches!(error, SandboxError::ShutDown), "{error}");
    assert!(!sandbox.self_test().await.working);
}
