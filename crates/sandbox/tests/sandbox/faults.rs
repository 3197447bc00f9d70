//! Children that die, lie and hang, at every answer.

use domain::Decision;
use sandbox::{Party, Sandbox, SandboxError, SetOptions};

use crate::fixture::{
    DENIES, PASSES, assert_works, bundle, decisions, evaluate, faulty, only, set, set_of,
};

/// Answers of a child that does one check of three policies: ready, loaded, parsed, three results.
const READY: usize = 0;
const LOADED: usize = 1;
const PARSED: usize = 2;
const FIRST: usize = 3;
const END: usize = 6;

const FAULTS: [&str; 6] = ["die", "die-within", "flip", "noise", "huge", "repeat"];

#[tokio::test]
async fn a_child_that_goes_wrong_at_any_answer_costs_one_policy_at_most() {
    for fault in FAULTS {
        for after in LOADED..END {
            let sandbox = Sandbox::new(faulty(fault, after));
            let sets = vec![set(&[("a", PASSES), ("b", DENIES), ("c", PASSES)])];
            let evaluation = evaluate(&sandbox, sets).await;
            let said = decisions(&evaluation);
            let right = [Decision::Passed, Decision::Failed, Decision::Passed];
            // Loading and parsing are cheap and are tried again; a policy is not.
            let lost = match fault {
                // An answer that comes twice is wrong one answer later, where it is out of turn.
                "repeat" => (after + 1).checked_sub(FIRST).filter(|lost| *lost < 3),
                _ => after.checked_sub(FIRST),
            };
            for at in 0..3 {
                let expected = if lost == Some(at) {
                    Decision::Errored
                } else {
                    right[at]
                };
                assert_eq!(said[at], expected, "{fault} after {after}, policy {at}");
            }
            assert_works(&sandbox).await;
        }
    }
}

#[tokio::test]
async fn a_child_that_does_not_start_well_is_an_error_and_the_next_one_works() {
    for fault in FAULTS {
        if fault == "repeat" {
            continue;
        }
        let sandbox = Sandbox::new(faulty(fault, READY));
        // The warm child or this one goes wrong; both are the first for somebody.
        let health = sandbox.self_test().await;
        if !health.working {
            assert!(
                health
                    .error
                    .is_some_and(|why| why.contains("evaluation process")),
                "{fault}"
            );
        }
        assert_works(&sandbox).await;
        assert!(sandbox.self_test().await.working);
    }
}

#[tokio::test]
async fn a_program_that_is_not_ours_is_an_error_that_says_so() {
    for program in ["/bin/true", "/bin/cat", "/nonexistent/portcullis"] {
        let mut config = crate::fixture::config();
        config.program = program.into();
        let sandbox = Sandbox::new(config);
        let job = crate::fixture::job(vec![set(&[("a", PASSES)])]);
        let error = sandbox.evaluate(job, |_| {}).await.unwrap_err();
        assert!(matches!(error, SandboxError::Start(_)), "{error}");
        assert!(error.to_string().contains(program), "{error}");
        assert!(!sandbox.self_test().await.working);
    }
}

#[tokio::test]
async fn a_child_that_hangs_is_killed_and_the_policies_after_it_are_evaluated() {
    let sandbox = Sandbox::new(faulty("hang", FIRST));
    let sets = vec![set(&[("a", PASSES), ("b", DENIES), ("c", PASSES)])];
    let evaluation = evaluate(&sandbox, sets).await;
    assert_eq!(
        decisions(&evaluation),
        [Decision::Errored, Decision::Failed, Decision::Passed]
    );
    let error = only(&evaluation)[0].error.clone().unwrap();
    assert!(
        error.message.contains("over the time limit"),
        "{}",
        error.message
    );
    assert!(only(&evaluation)[0].duration_us > 500_000);
}

#[tokio::test]
async fn a_child_that_hangs_in_the_last_policy_uses_up_the_check() {
    let sandbox = Sandbox::new(faulty("hang", FIRST + 2));
    let sets = vec![set(&[("a", PASSES), ("b", DENIES), ("c", PASSES)])];
    let evaluation = evaluate(&sandbox, sets).await;
    assert_eq!(
        decisions(&evaluation),
        [Decision::Passed, Decision::Failed, Decision::Errored]
    );
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_child_that_hangs_while_it_reads_the_plan_makes_every_policy_errored() {
    let sandbox = Sandbox::new(faulty("hang", PARSED));
    let sets = vec![set(&[("a", PASSES), ("b", PASSES)])];
    let evaluation = evaluate(&sandbox, sets).await;
    assert_eq!(
        decisions(&evaluation),
        [Decision::Errored, Decision::Errored]
    );
    for said in only(&evaluation) {
        let message = &said.error.as_ref().unwrap().message;
        assert!(
            message.starts_with("the plan could not be read: stopped after"),
            "{message}"
        );
    }
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_set_that_hangs_its_child_is_errored_and_the_other_sets_are_evaluated() {
    let sandbox = Sandbox::new(faulty("hang", LOADED));
    let sets = vec![set(&[("a", PASSES)]), set(&[("b", DENIES)])];
    let evaluation = evaluate(&sandbox, sets).await;
    assert_eq!(evaluation.sets[0].policies, []);
    let problem = evaluation.sets[0].problems[0].message.clone();
    assert!(problem.contains("over the time limit"), "{problem}");
    assert_eq!(evaluation.sets[1].policies[0].1.decision, Decision::Failed);
}

#[tokio::test]
async fn the_last_words_of_a_child_name_the_limit() {
    let sandbox = Sandbox::new(faulty("stack", FIRST));
    let evaluation = evaluate(&sandbox, vec![set(&[("a", PASSES), ("b", PASSES)])]).await;
    assert_eq!(
        decisions(&evaluation),
        [Decision::Errored, Decision::Passed]
    );
    let error = only(&evaluation)[0].error.clone().unwrap();
    assert!(error.message.contains("stack limit"), "{}", error.message);
}

#[tokio::test]
async fn an_upload_whose_child_goes_wrong_is_not_ready() {
    for fault in ["die", "flip", "noise", "huge", "hang"] {
        let sandbox = Sandbox::new(faulty(fault, 1));
        let ingested = sandbox
            .ingest(
                bundle(&[("a", PASSES)]).into(),
                SetOptions::default(),
                &Party::default(),
            )
            .await
            .unwrap();
        assert!(!ingested.is_ready(), "{fault}");
        let again = sandbox
            .ingest(
                bundle(&[("a", PASSES)]).into(),
                SetOptions::default(),
                &Party::default(),
            )
            .await
            .unwrap();
        assert!(again.is_ready(), "{fault}: {again:?}");
    }
}

#[tokio::test]
async fn a_child_that_was_killed_while_it_waited_is_not_missed() {
    let sandbox = Sandbox::new(faulty("die", END));
    let sets = || vec![set(&[("a", PASSES), ("b", DENIES), ("c", PASSES)])];
    for _ in 0..2 {
        let evaluation = evaluate(&sandbox, sets()).await;
        assert_eq!(
            decisions(&evaluation),
            [Decision::Passed, Decision::Failed, Decision::Passed]
        );
    }
}

#[tokio::test]
async fn a_bundle_that_is_none_is_a_problem_of_its_set_alone() {
    let sandbox = Sandbox::new(crate::fixture::config());
    let sets = vec![set_of(b"not gzip".to_vec()), set(&[("b", DENIES)])];
    let evaluation = evaluate(&sandbox, sets).await;
    assert!(
        evaluation.sets[0]
            .problems
            .iter()
            .any(domain::Problem::is_error)
    );
    assert_eq!(evaluation.sets[0].policies, []);
    assert_eq!(evaluation.sets[1].policies[0].1.decision, Decision::Failed);
}
